"""Pages about spot checks: publishing a list, drawing from it, results from the houses, drawing again."""
