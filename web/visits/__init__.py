"""Pages about visits: the plan of a week or until a deadline."""
