"""Pages about deadlines: what is due and overdue, who handed which duty in, and reminders."""
