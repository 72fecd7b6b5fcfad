"""Everything the program knows of a household, as one plain record that can be read without the program (一户一档)."""
