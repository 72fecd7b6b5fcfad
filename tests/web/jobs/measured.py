"""A process that takes a long list of work in, and tells how many lines came in and how much memory it needed."""

from __future__ import annotations

import sys
from pathlib import Path

from engine.db import connect, reading, work
from states.intake import taking
from states.intake.kind import Asking
from states.intake.kinds import find
from tests.web.jobs.test_register_jobs import AT, OPERATOR


def main(address: str, file: str) -> None:
    """Look through and store, lot by lot."""
    db, kind = connect(address), find("work")
    sheet = taking.read(kind, Path(file).read_bytes(), "a.xlsx")
    asking = Asking(OPERATOR, AT, {"source": "national"})
    with reading(db) as session:
        looked = taking.preview(session, kind, sheet, asking)
    with work(db) as session:
        intake = taking.begin(session, kind, looked, asking)
    for part in taking.parts(intake, looked):
        with work(db) as session:
            taking.store(session, kind, part, asking)
    with reading(db) as session:
        taken = session.get_one(type(intake), intake.id).taken
    sys.stdout.write(f"{taken} {_peak()}\n")


def _peak() -> int:
    """The most memory of this program, in kibibytes; what the kernel counts otherwise begins with who started it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
