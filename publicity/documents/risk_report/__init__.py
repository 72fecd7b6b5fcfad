"""Which risks were found, which are gone and how, and which remain."""
