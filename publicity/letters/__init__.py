"""Letters and statements of offices: what each asks the clerk, and what it says from the database."""
