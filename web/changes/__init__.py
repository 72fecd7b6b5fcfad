"""Pages of changes: what a household's members do, what waits to be checked, and the ledgers."""
