"""Handing out households' files: the paper with its record inside, the package that proves itself, and its checker."""
