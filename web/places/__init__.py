"""Pages about places: regions that change, grids and sweeps, coordinates, pairing, totals."""
