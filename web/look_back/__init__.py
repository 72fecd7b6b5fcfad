"""The pages of the look-back: gaps of procedure, check lists, stability, households of over a year, a whole way."""
