"""A made-up township for practising: its people, their papers, and the way through every procedure."""
