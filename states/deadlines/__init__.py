"""Deadlines: what is due when and by whom, from every clock of the product, reckoned each time and never stored."""
