"""How much a run of the bench does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Rounds, cases and seconds; `households` is the larger of the two registers that are compared."""

    rounds: int = 9
    walks: int = 24
    bulk: int = 10_000
    bulk_others: int = 400
    clients: int = 4
    seconds: float = 1.5
    turns: int = 3
    households: int = 100_000
    questions: int = 60
    kills: int = 0
    page_households: int = 240
    import_households: int = 20_000
    members: int = 100_000
    """People in the larger of the two registers that rules look at."""
    ledger_lines: int = 199_980
    """Lines of the longer of the two ledgers that are laid beside ours: no file has more than 200,000 rows."""
    readers: int = 500
    """Who reads the public board at the same moment."""
    speakers: int = 50
    board_households: int = 60

    printed_rows: tuple[int, ...] = (20, 200, 2000)
    printed_forms: int = 500
    prints: int = 5
    """Rounds in which everybody prints."""


FULL = Size()
QUICK = Size(3, 6, 1000, 60, 4, 0.4, 2, 3000, 15, 0, 60, 2000, 6000, 6000, 100, 20, 9, (20, 200), 100, 3)
TINY = Size(2, 1, 12, 4, 2, 0.1, 1, 400, 3, 0, 8, 12, 600, 600, 10, 2, 9, (20,), 5, 1)
