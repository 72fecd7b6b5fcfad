"""Reconciliation: the ledgers of departments and systems laid against ours until they agree (BZ05, TZ15, HN06)."""
