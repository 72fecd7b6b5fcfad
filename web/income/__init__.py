"""Pages of annual income: the desk of an area, one household's year, and the sheets that come in and go out."""
