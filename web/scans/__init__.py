"""Pages of scanned papers: handing them in, what became of them, and filing by hand what could not be read."""
