"""What a household is told that is not taken in: the reason, and its right to have it checked again."""
