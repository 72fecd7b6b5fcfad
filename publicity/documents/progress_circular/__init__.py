"""Who is late and who falls short, by village."""
