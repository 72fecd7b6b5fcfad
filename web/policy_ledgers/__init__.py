"""The pages about policy ledgers of departments."""
