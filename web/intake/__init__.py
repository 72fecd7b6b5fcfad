"""The pages on which lists that come as files are looked through and taken in, whatever they are about."""
