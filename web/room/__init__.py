"""The front page of the campaign room; each of its sections is a group of pages of its own."""
