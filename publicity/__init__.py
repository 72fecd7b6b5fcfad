"""From plain values to official paper: documents, their fonts, their masking, and the processes that print them."""
