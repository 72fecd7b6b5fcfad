"""What a page shows of a list that was looked through: counts, and the first of what was found; as text, a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from engine.jobs.job import Sentence
from engine.words import N_
from states.import_columns import CellProblem, Normalised
from states.imports import ImportRefused, Preview
from states.intake.taking import Looked

SHOWN = 200
"""So many problems and changes are shown on the page; the remarked list has all of them."""
MEMBERS = N_("%(households)s户、%(members)s人")
READ_BY = N_("按“%(title)s”%(edition)s版读取")


@dataclass(frozen=True, slots=True)
class Seen:
    """A list as its page shows it: `good` lines can come in, `left_out` have a problem, `same` are on record."""

    file: str
    good: int
    left_out: int
    same: int
    problems: Sequence[CellProblem]
    changes: Sequence[Normalised]
    hidden: Sequence[str]
    told: Sequence[Sentence]
    all_problems: int
    all_changes: int
    resumes: bool
    is_acceptable: bool

    def text(self) -> bytes:
        """The form in which it lies in the file store."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()


def of(looked: Looked | Preview) -> Seen:
    """What the page shows of a preview."""
    if isinstance(looked, Preview):
        good, same = len(looked.drafts), 0
        told: Sequence[Sentence] = (Sentence(MEMBERS, {"households": good, "members": looked.members}),) if good else ()
        if looked.layout:
            told = *told, Sentence(READ_BY, {"title": looked.layout.title, "edition": looked.layout.edition})
    else:
        good, same, told = len(looked.items), looked.same, looked.told
    return Seen(
        looked.file, good, looked.left_out, same, looked.problems[:SHOWN], looked.changes[:SHOWN], looked.hidden, told,
        len(looked.problems), len(looked.changes), looked.resumes, looked.is_acceptable,
    )  # fmt: skip


def refused(error: ImportRefused) -> Seen:
    """What the page shows of a list that was refused when it was to come in."""
    problems = error.cells
    return Seen(error.file, 0, 0, 0, problems[:SHOWN], (), (), (), len(problems), 0, False, False)


def read(data: bytes) -> Seen:
    """What was kept as a file."""
    kept = json.loads(data)
    kept["problems"] = [CellProblem(**one) for one in kept["problems"]]
    kept["changes"] = [Normalised(**one) for one in kept["changes"]]
    kept["told"] = [Sentence(**one) for one in kept["told"]]
    return Seen(**kept)
