"""The household's statement that it knows of, and agrees or not with, the elimination of its risk."""
