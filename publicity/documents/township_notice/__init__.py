"""The township's notice, after its own check, of the households of its villages."""
