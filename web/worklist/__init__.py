"""Pages of the worklist: what a post can do now, finishing many steps at once, and the overview by village."""
