"""The pictures of the README, made from the practice township by `python -m tests.pictures`."""
