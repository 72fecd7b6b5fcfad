"""Data quality: rules as data, rounds that look for doubts, and what it takes to settle a doubt (XZ12, HN07)."""
