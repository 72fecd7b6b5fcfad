"""Webhooks: the subscriptions of other systems, and sending the ledger's entries to them."""
