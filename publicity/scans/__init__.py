"""Scanned papers: their pages are rendered and read in a process of its own, and filed by a job."""
