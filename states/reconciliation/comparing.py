"""Laying three things against each other: the last file, the current one, and ours; by key and field. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from states.reconciliation.ledgers import PRESENCE, Ledger
from states.reconciliation.ours import Ours
from states.reconciliation.reading import Lines

DIFFERS, MISSING_HERE, MISSING_THERE = "differs", "missing-here", "missing-there"
THERE = "1"
"""What stands for a line that is there."""

Facts = Mapping[str, Mapping[str, str]]
Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One difference as it is now: both values, theirs in the last file, and which side moved since then.

    `moved` is theirs, ours, both or none; empty when there is no last file to tell by.
    """

    key: str
    field: str
    kind: str
    ours: str
    theirs: str
    last: str
    moved: str


@dataclass(slots=True)
class Comparison:
    """What a comparison brought: every difference, what was found to agree, and how many lines came out how."""

    found: dict[Spot, Found] = field(default_factory=dict)
    agreed: set[Spot] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    lines: Counter[str] = field(default_factory=Counter)

    def agrees(self, spot: Spot) -> bool:
        """Whether this key and field were compared and agree; a line that neither side has any more agrees."""
        return spot in self.agreed or spot[0] in self.gone


def compare(
    ledger: Ledger, current: Lines, ours: Mapping[str, Ours], last: Facts | None, then: Mapping[Spot, str]
) -> Comparison:
    """Compare line by line.

    `last` is the last file's lines, None for the first; `then` what we said at the last comparison where we
    differed: where we did not, we said what they said.
    """
    result = Comparison()
    known = {spot[0] for spot in then}
    for key in current.lines.keys() | ours.keys() | known:
        theirs, mine = current.lines.get(key), ours.get(key)
        if theirs is None or mine is None:
            _one_sided(ledger, key, theirs is not None, mine, last, then, result)
            continue
        result.agreed.add((key, PRESENCE))
        differing = False
        for one in current.fields:
            if one.name not in theirs:
                continue  # the cell could not be read: nothing is known, and nothing closes
            spot, said, value = (key, one.name), mine.facts[one.name], theirs[one.name]
            if one.agree(said, value):
                result.agreed.add(spot)
                continue
            differing = True
            before = last.get(key, {}).get(one.name) if last is not None else None
            moved = (
                ""
                if before is None
                else _moved(not one.agree(then.get(spot, before), said), not one.agree(before, value))
            )
            result.found[spot] = Found(key, one.name, DIFFERS, said, value, before or "", moved)
        result.lines[DIFFERS if differing else "agrees"] += 1
    return result


def _one_sided(
    ledger: Ledger, key: str, there: bool, mine: Ours | None, last: Facts | None, then: Mapping[Spot, str],
    result: Comparison,
) -> None:  # fmt: skip
    if there and ledger.open_roll:
        result.gone.add(key)
        result.lines["stranger"] += 1
        return
    if not there and (mine is None or not mine.expected):
        result.gone.add(key)
        return
    kind = MISSING_HERE if there else MISSING_THERE
    said, value = THERE if mine else "", THERE if there else ""
    before = None if last is None else THERE if key in last else ""
    moved = "" if before is None else _moved(then.get((key, PRESENCE), before) != said, before != value)
    result.found[key, PRESENCE] = Found(key, PRESENCE, kind, said, value, before or "", moved)
    result.lines[kind] += 1


def _moved(ours: bool, theirs: bool) -> str:
    return {(True, True): "both", (True, False): "ours", (False, True): "theirs"}.get((ours, theirs), "none")
