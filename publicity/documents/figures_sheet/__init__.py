"""The figures of a place in pictures, each with its table, for a dispatch meeting (TZ27, HN08, HN11)."""
