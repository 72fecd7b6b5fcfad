"""What other systems learn of the ledger: its entries in order, with the least of personal data."""
