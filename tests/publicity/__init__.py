"""The printed paper, measured."""
