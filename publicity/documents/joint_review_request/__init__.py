"""The county's letter to a department for the joint review, with the people to compare (XZ16)."""
