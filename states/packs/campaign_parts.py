"""What a plan says of its campaign: phases, windows, further days, and who works in each village's team."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from engine.words import N_
from states.packs.part import Name, Part, Span, Title

Level = Literal["village", "township", "county"]

OPERATIONS = {
    "income-entry": N_("录入收入"),
    "annual-income": N_("年度收入录入全国信息系统"),
    "national-entry": N_("录入全国信息系统"),
    "correction": N_("数据整改"),
}
"""What a window can open or close; each is asked where the act happens."""
Operation = Literal["income-entry", "annual-income", "national-entry", "correction"]


class Phase(Span):
    """`[[phase]]`: a stretch of the plan's own calendar, with the steps (move.step) that lie in it.

    `by` are the levels whose places each report that they are done with it, from below; with `commitment` a place
    reports only what it has committed to.
    """

    name: Name
    title: Title
    steps: tuple[str, ...] = ()
    by: tuple[Level, ...] = ("village",)
    commitment: bool = False
    basis: str = ""


class Window(Span):
    """`[[window]]`: the days on which a system takes what `operations` name; outside of all their windows none is done.

    `system` is whose window it is, `level` who enters there, `fields` what may be entered. With `opened_by` a request
    the days hold only once the answer to a written request is on record; `asked_by` is the level that asks. `phase`
    is the one whose work it is. `commitment` are the levels that must have committed to their data before.
    """

    name: Name
    title: Title
    system: Title
    operations: tuple[Operation, ...]
    level: Level = "township"
    fields: Annotated[str, Field(max_length=100)] = ""
    phase: str = ""
    opened_by: Literal["plan", "request"] = "plan"
    asked_by: Literal["township", "county"] = "township"
    commitment: tuple[Level, ...] = ()
    basis: str = ""


class Mark(Part):
    """`[[mark]]`: one further day that the plan names: what it reckons from, or by when something is handed in."""

    name: Name
    title: Title
    on: date
    basis: str = ""


class Post(Part):
    """One post of a team: what it is called, who holds it by office, and how many there must be at least."""

    name: Name
    title: Title
    held_by: Title
    least: Annotated[int, Field(ge=0, le=99)] = 1


class Team(Part):
    """`[team]`: who works in the team of each village, by function; no posts where the plan asks for none."""

    title: Annotated[str, Field(max_length=60)] = ""
    post: tuple[Post, ...] = ()
    basis: str = ""
