"""The year's work: how many left the list and how, what is difficult, and what comes next."""
