"""Pages of evidence: recording it, replacing it, looking at it and its files."""
