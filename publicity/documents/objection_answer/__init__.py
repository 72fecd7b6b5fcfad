"""The letter that answers an objection, without anything personal of others (XZ14)."""
