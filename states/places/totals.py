"""Totals that add up by themselves: counted by group from the register, summed upwards, laid beside what is declared.

Nothing here is stored. What contradicts itself is shown, with the place and both numbers (HT09).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.guards import Blocker
from engine.words import N_
from states import regions
from states.households import Household
from states.members import Member
from states.places import figures
from states.places.figures import NAMES
from states.regions import LEVELS

LABOUR = ("full", "skilled", "weak")
PARTS = ("minimum_living", "disabled")


@dataclass(slots=True)
class Total:
    """What the register counts at one place: households, people, who can work, households by state and category."""

    code: str
    households: int = 0
    persons: int = 0
    labour: int = 0
    states: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)

    def add(self, other: Total) -> None:
        """Add a part to the whole."""
        self.households += other.households
        self.persons += other.persons
        self.labour += other.labour
        self.states.update(other.states)
        self.categories.update(other.categories)


@dataclass(frozen=True, slots=True)
class Summary:
    """An area with its parts, all counted; what is declared of them; and what does not agree.

    `summed` is what the groups of each part and of the area itself declare, added up.
    """

    area: Total
    parts: tuple[Total, ...]
    names: Mapping[str, str]
    declared: Mapping[str, Mapping[str, int]]
    summed: Mapping[str, Mapping[str, int]]
    contradictions: tuple[Blocker, ...]


def summary(session: Session, area: str, year: int, by: Actor) -> Summary:
    """The totals of an area by the places one level below (a village's by group), inside the actor's own."""
    length = next((one for one in LEVELS if one > len(area)), 14)
    groups = counted(session, area, by)
    whole, parts = Total(area), dict[str, Total]()
    for group in groups.values():
        whole.add(group)
        parts.setdefault(group.code[:length], Total(group.code[:length])).add(group)
    declared = figures.declared(session, area, year)
    places = {area, *parts, *declared, *groups}
    names = regions.names(session, places | {place[:12] for place in places})
    for place in declared:
        if len(place) == length:
            parts.setdefault(place, Total(place))
    contradictions = tuple(contradictions_of(declared, totals_of(groups), _told_apart(names, area)))
    ordered = tuple(parts[code] for code in sorted(parts))
    sums = {code: summed(declared, code) for code in (*parts, area)}
    return Summary(whole, ordered, names, declared, sums, contradictions)


def _told_apart(names: Mapping[str, str], area: str) -> dict[str, str]:
    """The names of places as they are told apart in `area`: outside its village a group has its village's before it."""
    if len(area) >= 12:
        return dict(names)
    return {code: f"{names.get(code[:12], '')}{name}" if len(code) == 14 else name for code, name in names.items()}


def counted(session: Session, area: str, by: Actor) -> dict[str, Total]:
    """What the register counts in each group inside an area and inside the actor's own: two statements."""
    found: dict[str, Total] = {}
    inside = within(Household.group_code, area) & within(Household.group_code, by.area)
    houses = (
        select(Household.group_code, Case.state, Household.category, func.count())
        .join(Case, Case.id == Household.case_id)
        .where(inside)
        .group_by(Household.group_code, Case.state, Household.category)
    )
    for group, state, category, n in session.execute(houses):
        total = found.setdefault(group, Total(group))
        total.households += n
        total.states[state] += n
        total.categories[category] += n
    people = (
        select(Member.group_code, Member.labour, func.count())
        .where(Member.left_on.is_(None), within(Member.group_code, area), within(Member.group_code, by.area))
        .group_by(Member.group_code, Member.labour)
    )
    for group, labour, n in session.execute(people):
        total = found.setdefault(group, Total(group))
        total.persons += n
        total.labour += n if labour in LABOUR else 0
    return found


def totals_of(groups: Mapping[str, Total]) -> dict[str, Total]:
    """The totals of every place, from the groups upwards."""
    found: dict[str, Total] = {}
    for group in groups.values():
        for length in LEVELS:
            code = group.code[:length]
            found.setdefault(code, Total(code)).add(group)
    return found


def summed(declared: Mapping[str, Mapping[str, int]], area: str) -> dict[str, int]:
    """The declared figures of an area, summed up from the groups inside it; never typed."""
    found: Counter[str] = Counter()
    for place, values in declared.items():
        if len(place) == 14 and place.startswith(area):
            found.update(values)
    return dict(found)


def contradictions_of(
    declared: Mapping[str, Mapping[str, int]], totals: Mapping[str, Total], names: Mapping[str, str]
) -> Iterator[Blocker]:
    """Everything that cannot be true at the same time, place by place."""
    for place in sorted(declared):
        told, name = declared[place], names.get(place, place)
        for part in PARTS:
            if told.get(part, 0) > told.get("households", MANY):
                said = N_("%(place)s：%(part)s%(n)d大于总户数%(all)d")
                facts = {"code": place, "place": name, "part": NAMES[part], "n": told[part], "all": told["households"]}
                yield Blocker("part-exceeds", said, facts)
        if told.get("labour", 0) > told.get("persons", MANY):
            said = N_("%(place)s：劳动力人数%(n)d大于总人口%(all)d")
            yield Blocker(
                "part-exceeds", said, {"code": place, "place": name, "n": told["labour"], "all": told["persons"]}
            )
        yield from _against_register(place, name, told, totals)
        if len(place) == 12:
            yield from _against_groups(place, name, declared)


MANY = 10**9


def _against_register(place: str, name: str, told: Mapping[str, int], totals: Mapping[str, Total]) -> Iterator[Blocker]:
    total = totals.get(place, Total(place))
    counts = {"households": total.households, "persons": total.persons, "labour": total.labour}
    for figure, ours in counts.items():
        if figure in told and told[figure] != ours:
            said = N_("%(place)s：申报%(figure)s%(told)d，登记%(ours)d")
            yield Blocker(
                "register-differs",
                said,
                {"code": place, "place": name, "figure": NAMES[figure], "told": told[figure], "ours": ours},
            )


def _against_groups(place: str, name: str, declared: Mapping[str, Mapping[str, int]]) -> Iterator[Blocker]:
    sums = summed(declared, place)
    for figure, value in declared[place].items():
        if figure in sums and sums[figure] != value:
            said = N_("%(place)s：申报%(figure)s%(told)d，各小组合计%(sum)d")
            yield Blocker(
                "sum-differs",
                said,
                {"code": place, "place": name, "figure": NAMES[figure], "told": value, "sum": sums[figure]},
            )
