"""Pages of the register: the households of an area, finding people, and taking in a list."""
