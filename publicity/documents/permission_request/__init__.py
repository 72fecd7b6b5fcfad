"""A township's request to the county to open a platform for entries, in official format (TZ19)."""
