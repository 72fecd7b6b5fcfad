"""Reminding (催办): who is told of a deadline on which occasion, once each, in the room and by mail."""
