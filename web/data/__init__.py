"""The front page of the data desk; each of its sections is a group of pages of its own."""
