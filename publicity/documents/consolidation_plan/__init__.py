"""The yearly plan that keeps a household out of poverty (BZ09 年度巩固提升计划)."""
