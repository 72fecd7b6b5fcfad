"""Sweeps at the service level: who is on the roster, what counts as visited, how it ends."""
