"""Pages about reports: choosing one, its draft with linked figures, the lists behind them, and issuing it."""
