"""Pages of reconciliation: ledgers come in and go out, differences are settled, rounds are agreed."""
