"""The announcement of a result: made known for some days, with nobody's objection waited for."""
