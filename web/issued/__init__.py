"""Pages about official papers: the list, one with its editions, issuing, withdrawing, and the signed copy."""
