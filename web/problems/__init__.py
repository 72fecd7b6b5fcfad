"""Pages about problem lists: what came down, who claimed it, what is like it, what was done, and how far all is."""
