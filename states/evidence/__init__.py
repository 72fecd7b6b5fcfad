"""The kinds of evidence: what each holds, who may supply it, and what a step may ask of it."""
