"""Pages about campaigns: the list, one with its phases and windows, teams, lists, roster and summary."""
