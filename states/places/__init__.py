"""Places and where households stand: changed regions, grids, coordinates, pairing, totals that add up."""
