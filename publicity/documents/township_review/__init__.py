"""The township's review sheet of one household's procedure: what was found step by step, and its opinion (XZ15)."""
