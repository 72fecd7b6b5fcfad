"""Changes of what is registered: proposed by one person, checked by another, with their before and after."""
