"""Departments: their columns of what is under review, filled in as a whole, and who is still silent."""
