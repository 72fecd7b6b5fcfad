"""Pages about leads: the list, taking one in, analysing, confirming and closing it."""
