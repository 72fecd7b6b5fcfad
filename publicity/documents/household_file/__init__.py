"""A household's file: everything known of one household, with a list of every paper (XZ08, HT15)."""
