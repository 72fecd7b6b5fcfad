"""What a pack says of the campaign room: sweeps, leads, rankings, problem lists, training, yearly sheets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from states.packs.part import Length, Name, Part, Title


class SweepPart(Part):
    """`[sweep]`: which households are swept how often, by how many people, and how much has to be covered.

    `coverage` is the least share in percent with which a sweep may be ended without a reason.
    """

    every: Literal["quarter"] = "quarter"
    households: tuple[Literal["general", "lifted_out", "monitored"], ...] = ("general", "lifted_out", "monitored")
    coverage: Annotated[int, Field(gt=0, le=100)] = 100
    visitors: Annotated[int, Field(ge=1, le=5)] = 1
    basis: str = ""


class Ranking(Part):
    """`[ranking]`: what each doubt about data costs when places are ranked, for each hundred households (HN08).

    `open` for one that waits for correction, `claimed` for a correction that no round has confirmed yet, `false` for
    one that proved not to be any. Places with fewer households than `smallest` are shown without a rank.
    """

    open: Annotated[int, Field(ge=0, le=100)] = 2
    claimed: Annotated[int, Field(ge=0, le=100)] = 1
    false: Annotated[int, Field(ge=0, le=100)] = 5
    smallest: Annotated[int, Field(ge=0, le=10000)] = 20


class LeadPart(Part):
    """`[lead.CHANNEL]`: the clocks of leads by channel; `default` holds for every channel that says nothing else.

    `visit_within` counts from the day of the report, `decide_within` from the analysis, `answer_within` from the
    report again; `visitors` are so many people who go there together.
    """

    visit_within: Length | None = None
    decide_within: Length | None = None
    answer_within: Length | None = None
    visitors: Annotated[int, Field(ge=1, le=5)] | None = None

    def with_own(self, own: LeadPart | None) -> LeadPart:
        """The same with what a channel says of its own."""
        return self if own is None else self.model_copy(update=own.model_dump(exclude_none=True))


class ProblemKind(Part):
    """`[[problems]]`: a kind of problem list that comes down to the place: from whom, and by which document."""

    name: Name
    title: Title
    issuer: Annotated[str, Field(max_length=60)] = ""
    document: Annotated[str, Field(max_length=120)] = ""
    basis: str = ""


class TrainingWay(Part):
    """`[training.ways.NAME]`: a way in which staff are trained, and how long it lasts at least and at most."""

    title: Title
    least: Length | None = None
    most: Length | None = None


class TrainingRound(Part):
    """`[[training.round]]`: where staff are trained in a month: places by code with their names, villages of each."""

    month: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    places: dict[Annotated[str, Field(pattern=r"^\d{2,12}$")], Title]
    villages: Annotated[int, Field(ge=0, le=100)] = 0
    basis: str = ""


class Training(Part):
    """`[training]`: how staff are trained: what about, in which ways, and where in which month."""

    contents: tuple[Title, ...] = ()
    ways: dict[Name, TrainingWay] = Field(default_factory=dict)
    round: tuple[TrainingRound, ...] = ()
    basis: str = ""


class SheetPart(Part):
    """`[sheets.KIND]`: a yearly sheet of places, due by the end of a phase of the plan."""

    phase: Name
    basis: str = ""
