"""The village's notice of the households it proposes."""
