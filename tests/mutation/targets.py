"""Which files are looked at, and the quick tests that must notice a mistake in each."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOAL = 0.9
ENGINE = ("tests/engine/test_decide.py", "tests/engine/test_procedure.py", "tests/engine/test_due.py")
PACKS = (
    *(f"tests/states/{name}.py" for name in ("test_packs", "test_pack_checks")),
    "tests/states/lab/test_timetable.py",
)
EVIDENCE = (
    *(f"tests/states/test_evidence_{part}.py" for part in ("checks", "meetings", "offices")),
    "tests/states/test_weighing_guards.py",
)
GUARDS = ("tests/states/test_guards.py", "tests/states/test_skips.py", "tests/states/test_weighing_guards.py")


@dataclass(frozen=True, slots=True)
class Target:
    """A file, its tests, and whether only its functions count: the bodies of evidence are declarations."""

    file: str
    tests: tuple[str, ...]
    only_functions: bool = False


NOT_CHECKS = {"kinds", "known", "record", "shown", "faults", "__init__"}
TARGETS = (
    Target("engine/procedure.py", ENGINE),
    Target("engine/decide.py", ENGINE),
    Target("engine/guards.py", ENGINE),
    Target("engine/due.py", ENGINE),
    Target("engine/durations.py", ("tests/engine/test_durations.py", "tests/engine/test_due.py")),
    Target("states/guards.py", GUARDS),
    Target("states/notice_guards.py", GUARDS),
    Target("states/weighing_guards.py", GUARDS),
    Target("states/skips.py", GUARDS),
    Target("states/help/guards.py", GUARDS),
    *(
        Target(file.relative_to(ROOT).as_posix(), EVIDENCE, only_functions=True)
        for file in sorted((ROOT / "states/evidence").glob("*.py"))
        if file.stem not in NOT_CHECKS
    ),
    *(
        Target(f"states/packs/{name}.py", PACKS)
        for name in ("checks", "build", "needs", "clocks", "phases", "timetable")
    ),
)


def wanted(only: list[str] | None) -> list[Target]:
    """The targets whose file one of the patterns names; all without patterns."""
    return [t for t in TARGETS if not only or any(fnmatch(t.file, f"*{one}*") for one in only)]
