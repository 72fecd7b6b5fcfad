"""Papers that come back scanned: each page filed where it belongs, or laid before a person."""
