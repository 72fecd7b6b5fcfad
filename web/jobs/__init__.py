"""The pages about background jobs."""
