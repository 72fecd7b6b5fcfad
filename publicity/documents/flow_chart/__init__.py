"""The flow chart of a procedure, drawn from the definition that runs (HT16)."""
