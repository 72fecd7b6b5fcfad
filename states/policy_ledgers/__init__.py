"""Policy ledgers: what departments changed for whom in a quarter, pushed to the villages by name (BZ03)."""
