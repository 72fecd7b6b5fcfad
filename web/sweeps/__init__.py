"""Pages about sweeps: the list, how far each place and grid has come, ticking houses off, ending."""
