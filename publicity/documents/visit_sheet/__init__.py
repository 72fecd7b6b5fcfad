"""The sheet for one visit: everything that is due at a household's house, on one paper (TZ28)."""
