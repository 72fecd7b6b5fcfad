"""The announcement of what was decided."""
