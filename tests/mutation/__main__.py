"""`python -m tests.mutation`: how many small mistakes in guards and procedures the quick tests notice, file by file."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tests.mutation.killing import let_loose, warm_up
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.targets import GOAL, ROOT, Target, wanted


def score(target: Target, jobs: int, every: int = 1) -> tuple[int, list[Mutant]]:
    """How many mutants of a file were tried, and those that nothing noticed; `every` third or tenth is a sample."""
    text = (ROOT / target.file).read_text("utf-8")
    found = list(mutants(text, only_functions=target.only_functions))[::every]
    left: list[Mutant] = []
    if not let_loose(target, found, jobs, lambda mutant, survived: left.append(mutant) if survived else None):
        raise SystemExit(f"{target.file}: its tests do not pass as it is: {' '.join(target.tests)}")
    return len(found), sorted(left, key=lambda mutant: mutant.line)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score of each file and what survived there; 1 when the whole lies below the goal."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--only", metavar="FILE", action="append", help="files with this in their path; repeatable")
    parser.add_argument("--every", metavar="N", type=int, default=1, help="a sample: every Nth mutant only")
    parser.add_argument("--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="at a time")
    asked = parser.parse_args(arguments)
    warm_up()
    tried = noticed = 0
    for target in wanted(asked.only):
        n, left = score(target, asked.jobs, asked.every)
        tried, noticed = tried + n, noticed + n - len(left)
        print(f"{(n - len(left)) / n if n else 1:7.1%}  {n - len(left):4}/{n:<4}  {target.file}", flush=True)
        for mutant in left:
            print(f"         {target.file}:{mutant.line}")
            print(*(f"           {sign} {line}" for line, sign in changed(mutant)), sep="\n", flush=True)
    if not tried:
        print("nothing of that name is looked at", file=sys.stderr)
        return 2
    print(f"{noticed / tried:7.1%}  {noticed:4}/{tried:<4}  all; the goal is {GOAL:.0%}")
    return 0 if noticed / tried >= GOAL else 1


def changed(mutant: Mutant) -> list[tuple[str, str]]:
    """The lines that differ, with the sign of a diff."""
    was, now = mutant.was.splitlines(), mutant.now.splitlines()
    gone = [(line, "-") for line in was if line not in now]
    come = [(line, "+") for line in now if line not in was]
    return [*gone, *come]


if __name__ == "__main__":
    sys.exit(main())
