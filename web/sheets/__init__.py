"""Pages about the yearly sheets of places: which are missing, filling one in, verifying it, and the work team."""
