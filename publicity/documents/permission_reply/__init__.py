"""The county's answer to a request to open a platform for entries (TZ19)."""
