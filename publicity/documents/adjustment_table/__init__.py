"""Who came onto the list and who left it, by village."""
