"""The process that does background jobs."""
