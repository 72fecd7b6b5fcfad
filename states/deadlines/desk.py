"""Deadlines as people see them: what is overdue, due today, due soon or done late, in their area and no other.

A department sees its own and nobody else's, wherever they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import NotFound
from engine.words import N_
from states import desk as worklists
from states import regions
from states.deadlines import sources, steps
from states.deadlines.deadline import Deadline
from states.deadlines.steps import Load, Work
from states.regions import Region

OVERDUE, TODAY, SOON, LATER, LATE = "overdue", "today", "soon", "later", "late"
STATES = {
    OVERDUE: N_("已逾期"),
    TODAY: N_("今天到期"),
    SOON: N_("三天内到期"),
    LATER: N_("还有时间"),
    LATE: N_("迟办"),
}
KINDS = {
    "duty": N_("定期任务"),
    "step": N_("办理步骤"),
    "phase": N_("集中行动"),
    "window": N_("系统开放申请"),
    "commitment": N_("准确性承诺"),
    "lead-visit": N_("线索入户"),
    "lead-decision": N_("线索审定"),
    "lead-answer": N_("线索答复"),
    "department-answer": N_("部门答复"),
    "sweep": N_("排查"),
    "spot-check": N_("抽查"),
    "problem": N_("问题整改"),
    "session": N_("业务培训"),
    "sheet": N_("年度信息表"),
}
"""What a deadline may be about, for people."""
NEAR = timedelta(days=3)
FAR = timedelta(days=31)
PAGE = 50
NAMED = re.compile(r"[a-z0-9-]{1,32}")
"""A department's code."""


def state_of(one: Deadline, today: date) -> str:
    """Where a deadline stands on a day."""
    if one.done_on is not None:
        return LATE
    if one.is_over(today):
        return OVERDUE
    return TODAY if one.due_on == today else SOON if one.due_on <= today + NEAR else LATER


def is_seen(one: Deadline, by: Actor) -> bool:
    """Whether a person sees a deadline: inside the area, and of departments only the own one."""
    if not by.covers(one.area):
        return False
    return not by.department or (one.role == by.role and one.department == by.department)


def is_own(one: Deadline, by: Actor) -> bool:
    """Whether the person's own post owes it."""
    return (one.role, one.area, one.department) == (by.role, by.area, by.department)


def seen(session: Session, by: Actor, today: date, until: date, area: str = "") -> list[Deadline]:
    """Every deadline but the open steps that a person sees, by day; `area` narrows it."""
    inside = area if area and by.covers(area) else by.area
    return [one for one in sources.due(session, inside, today, until) if is_seen(one, by)]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to."""

    area: str = ""
    kind: str = ""
    state: str = ""
    mine: bool = False
    department: str = ""


Key = tuple[date, str, str]
"""A place in the list: the day, the kind and the name."""


def key_of(one: Deadline) -> Key:
    """Where a deadline stands in the list."""
    return one.due_on, one.kind, one.ref


def listed(
    session: Session, by: Actor, today: date, asked: Asked, after: Key | None = None, limit: int = PAGE
) -> tuple[list[Deadline], Key | None]:
    """A page of deadlines, the most overdue first, and where the next one begins."""
    found = [one for one in seen(session, by, today, today + FAR, asked.area) if _is_asked(one, asked, by, today)]
    rest = [one for one in found if after is None or key_of(one) > after]
    return rest[:limit], key_of(rest[limit - 1]) if len(rest) > limit else None


def find(session: Session, name: str, by: Actor, today: date) -> Deadline:
    """The deadline of this name that a person sees, not done yet; raises `NotFound`."""
    everything = [*seen(session, by, today, today + FAR), *_steps(session, by, today)]
    found = next((one for one in everything if one.name == name and one.done_on is None), None)
    if found is None:
        raise NotFound("deadline", name)
    return found


def _steps(session: Session, by: Actor, today: date) -> Iterable[Deadline]:
    return [] if by.department else steps.due(session, by.area, today + FAR)


def _is_asked(one: Deadline, asked: Asked, by: Actor, today: date) -> bool:
    if asked.kind not in ("", one.kind) or asked.department not in ("", one.department):
        return False
    if asked.state and state_of(one, today) != asked.state:
        return False
    return is_own(one, by) or not asked.mine


@dataclass(frozen=True, slots=True)
class PlaceLoad:
    """How one place stands: its steps that are due or overdue, and its other deadlines by state."""

    place: Region
    steps: Load
    others: Mapping[str, int]

    @property
    def over(self) -> int:
        """Everything that is overdue there."""
        return self.steps.over + self.others.get(OVERDUE, 0)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is due there."""
        return self.steps == Load() and not sum(self.others.values())


@dataclass(frozen=True, slots=True)
class Overview:
    """What the room's front page shows: the own work by state and step, what others owe by place and department."""

    own: Mapping[str, list[Deadline]]
    steps: Mapping[str, Load]
    places: list[PlaceLoad] = field(default_factory=list)
    departments: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def count(self, state: str) -> int:
        """How much of the own work stands so."""
        told = {OVERDUE: "over", TODAY: "today", SOON: "soon"}
        stepped = sum(getattr(one, told[state]) for one in self.steps.values()) if state in told else 0
        return len(self.own.get(state, ())) + stepped


def overview(session: Session, by: Actor, today: date) -> Overview:
    """The work of a person and of everybody below, in a few statements however much there is."""
    found = [one for one in sources.gathered(session, by.area, today, today + FAR) if is_seen(one, by)]
    own = _by_state(sources.in_order(one for one in found if is_own(one, by)), today)
    if by.department:
        return Overview(own, {})
    standing = steps.standing(session, by.area, today, today + NEAR)
    places = _places(session, standing, by, today, found)
    return Overview(own, _own_steps(standing, by), places, _departments(found, today))


def _by_state(found: Iterable[Deadline], today: date) -> dict[str, list[Deadline]]:
    by_state: dict[str, list[Deadline]] = {}
    for one in found:
        by_state.setdefault(state_of(one, today), []).append(one)
    return by_state


def _own_steps(standing: Mapping[str, Work], by: Actor) -> dict[str, Load]:
    desk = worklists.desk_of(by)
    return steps.by_step(standing, desk) if desk.role else {}


def steps_by_place(session: Session, by: Actor, today: date) -> list[tuple[Region, Load]]:
    """The places below a post with their steps that are due or overdue; those with none are left out."""
    length = below(by)
    if length is None or by.department:
        return []
    load = steps.by_place(steps.standing(session, by.area, today, today + NEAR), length)
    places = regions.below(session, by.area, regions.LEVELS[length])
    found = [(one, load[one.code]) for one in places if load.get(one.code, Load()) != Load()]
    return sorted(found, key=lambda one: (-one[1].over, one[0].code))


def step_titles(session: Session, by: Actor) -> dict[str, str]:
    """What the steps are called in the words of the area's plans."""
    return worklists.titles(session, by.area)


def _places(
    session: Session, standing: Mapping[str, Work], by: Actor, today: date, found: list[Deadline]
) -> list[PlaceLoad]:
    """The places of the level that a post looks at, of a county its townships."""
    length = below(by)
    if length is None:
        return []
    load = steps.by_place(standing, length)
    others: dict[str, dict[str, int]] = {}
    for one in found:
        if len(one.area) >= length and not one.department:
            states = others.setdefault(one.area[:length], {})
            states[state_of(one, today)] = states.get(state_of(one, today), 0) + one.count
    places = regions.below(session, by.area, regions.LEVELS[length])
    lines = [PlaceLoad(one, load.get(one.code, Load()), others.get(one.code, {})) for one in places]
    return sorted((one for one in lines if not one.is_quiet), key=lambda one: (-one.over, one.place.code))


def below(by: Actor) -> int | None:
    """The length of the codes of the places that a post looks down on; None for one at the bottom."""
    return {0: 6, 2: 6, 4: 6, 6: 9, 9: 12}.get(len(by.area))


def _departments(found: list[Deadline], today: date) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for one in found:
        if one.department:
            states = counted.setdefault(one.department, {})
            state = state_of(one, today)
            states[state] = states.get(state, 0) + one.count
    urgent = (OVERDUE, TODAY, SOON)
    return dict(sorted(counted.items(), key=lambda one: ([-one[1].get(state, 0) for state in urgent], one[0])))
