"""What stands in the menus: the main one, and the sections of each desk below it."""
