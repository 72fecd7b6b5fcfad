"""The full list of a notice for the office's file, which never hangs."""
