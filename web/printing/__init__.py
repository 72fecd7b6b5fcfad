"""The one place for printing: what a village or a household needs on paper now, and for whom."""
