"""The page on which offices see which departments have answered and which are silent."""
