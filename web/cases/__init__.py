"""Pages of one household's case: its file, its history, and every act on it."""
