"""The documents there are, family by family, each with what brings it out."""
