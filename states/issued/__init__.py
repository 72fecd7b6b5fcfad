"""Official papers: numbered by the office that issues them, frozen as printed, signed, withdrawn, replaced."""
