"""A pack in another wording while cases run: proposed by one, put in force by another, tried out, carried over to."""
