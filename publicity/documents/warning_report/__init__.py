"""Which warnings came in, what was found at the houses, and what is still open."""
