"""A department's answer in the joint review: its own column, household by household (XZ16)."""
