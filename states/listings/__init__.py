"""Lists as they go out: one declaration for each list of the pages, told by the same query, scoped alike."""
