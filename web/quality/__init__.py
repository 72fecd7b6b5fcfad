"""The pages about data quality: findings, their correction, rounds, rules, patterns."""
