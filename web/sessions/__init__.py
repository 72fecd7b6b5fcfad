"""Pages about the training of staff: what is planned and held, who came, and which places are missing."""
