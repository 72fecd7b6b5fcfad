"""One visit gathers everything: what is due at a household's house, joined from every form (TZ28)."""
