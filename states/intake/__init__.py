"""Lists that come as files, of every kind but households: one way in for all of them."""
