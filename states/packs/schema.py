"""The format of a pack, typed: every key that may stand in the file, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from engine.durations import Duration, parse
from states.packs.campaign_parts import Mark, Phase, Team, Window
from states.packs.duty import Duty, Reminder
from states.packs.part import Length, Name, Part, Span, Title
from states.packs.room_parts import LeadPart, ProblemKind, Ranking, SheetPart, SweepPart, Training


class Heading(Part):
    """`[pack]`: what the pack is, the document that notices cite, where and when it holds."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,40}$")]
    title: Title
    document: Annotated[str, Field(max_length=100)] = ""
    extends: str | None = None
    source: str = ""
    places: tuple[Annotated[str, Field(pattern=r"^\d{0,14}$")], ...] = ()
    valid: Span = Span()


LEVELS = ("village", "township", "county", "city")
"""The levels that may review income, from below."""


class Income(Part):
    """`[income]`: the line in yuan per person and year, its metric, and the period it is counted over.

    `edition` names the list of items, `quarters` the policy year's own four (without them the window is cut into
    four), `entry` the days in which amounts may be entered, `review` the levels that look through them in turn, and
    `commitment` those among them whose data go up only with a commitment to their accuracy.
    """

    line: Annotated[int, Field(gt=0, le=100000)]
    metric: Literal["net", "disposable"] = "net"
    window: Span = Span()
    status_on: date | None = None
    edition: Annotated[str, Field(pattern=r"^\d{4}$")] | None = None
    quarters: tuple[Span, ...] = ()
    entry: Span = Span()
    review: tuple[Literal["village", "township", "county", "city"], ...] = ("village", "township", "county")
    commitment: tuple[Literal["village", "township", "county"], ...] = ()

    @field_validator("quarters")
    @classmethod
    def _four_in_a_row(cls, quarters: tuple[Span, ...]) -> tuple[Span, ...]:
        days = [(span.since, span.until) for span in quarters if span.since and span.until]
        if quarters and (len(days) != 4 or len(quarters) != 4):
            raise ValueError("季度要写满四个，每个都有起止日期")
        ends = [day for pair in days for day in pair]
        joined = all(ends[at] + timedelta(days=1) == ends[at + 1] for at in range(1, len(ends) - 1, 2))
        if ends != sorted(ends) or not joined:
            raise ValueError("四个季度要按先后首尾相接")
        return quarters

    @field_validator("review")
    @classmethod
    def _from_below(cls, review: tuple[str, ...]) -> tuple[str, ...]:
        if not review or list(review) != [level for level in LEVELS if level in review]:
            raise ValueError("审核层级要由下往上写，每级一次")
        return review

    @model_validator(mode="after")
    def _committed_to_somebody(self) -> Income:
        if any(level not in self.review[:-1] for level in self.commitment):
            raise ValueError("要承诺的层级必须也审核收入，而且上面还有一级审核")
        return self

    @model_validator(mode="after")
    def _within_the_window(self) -> Income:
        bounds = self.quarters[0].since if self.quarters else None, self.quarters[-1].until if self.quarters else None
        if self.quarters and (self.window.since, self.window.until) not in ((None, None), bounds):
            raise ValueError("四个季度要正好是收入计算周期")
        return self


class Notice(Part):
    """A public notice as a step: which level posts it, for how long, where, and what an interruption does.

    An announcement (公告) makes a result known: nobody's objection is waited for.
    """

    level: Literal["village", "township", "county"]
    kind: Literal["notice", "announcement"] = "notice"
    period: Length
    count: Literal["next-day", "posting-day"] = "next-day"
    roll_over: bool = False
    at: tuple[str, ...] = ("village-board",)
    after_interruption: Literal["restart", "go-on"] = "restart"


class StepPart(Part):
    """`[[move.NAME.step]]`: one step. Without `after` it follows the step written above it."""

    name: Name
    title: Title
    by: str
    after: tuple[str, ...] | None = None
    needs: tuple[dict[str, Any], ...] = ()
    skip_when: tuple[str, ...] = ()
    period: Length | None = None
    within: Length | None = None
    start: str | None = None
    planned: Span | None = None
    window: Span | None = None
    notice: Notice | None = None
    apart_from: tuple[str, ...] = ()
    forms: tuple[Title, ...] = ()
    basis: str = ""

    @field_validator("skip_when", mode="before")
    @classmethod
    def _one_or_many(cls, names: Any) -> Any:
        return (names,) if isinstance(names, str) else names


class MovePart(Part):
    """`[move.NAME]`: a move the pack knows, who may begin it, its own guards, and its steps.

    `way` is which of the eight ways it goes where the name is another, `from` narrows the states it leaves;
    `within` caps the whole run, counted from `start`.
    """

    title: Title | None = None
    way: str | None = None
    sources: tuple[str, ...] = Field(default=(), alias="from")
    within: Length | None = None
    start: str | None = None
    basis: str = ""
    off: bool = False
    irreversible: bool = False
    started_by: tuple[str, ...] = ()
    needs: tuple[dict[str, Any], ...] = ()
    step: tuple[StepPart, ...] = ()


class Floor(Part):
    """`[floor]`: what packs that extend this one may make stricter but never looser."""

    visitors: int = 1
    notice: Length | None = None
    required: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class ChangePart(Part):
    """`[change]`: when no natural change is taken, until when one belongs to this round, what is keyed twice.

    `visit_within` are the days within which a visit must lie behind what is entered.
    """

    closed: tuple[Span, ...] = ()
    cutoff: date | None = None
    double_keyed: tuple[str, ...] = ()
    visit_within: Annotated[int, Field(gt=0, le=366)] = 30


class MigratePart(Part):
    """`[migrate]`: how cases that run under an earlier wording are carried over; `rename` gives old steps new names."""

    rename: dict[Name, Name] = Field(default_factory=dict)


class Criterion(Part):
    """`[criteria.NAME]`: one standard of a review, and who answers for it: departments, or a post (`by`).

    `asks` are facts that the review must record as true.
    """

    title: Title
    standard: Annotated[str, Field(max_length=400)] = ""
    departments: tuple[str, ...] = ()
    by: str = ""
    asks: tuple[str, ...] = ()
    basis: str = ""


class Prohibition(Part):
    """`[[prohibition]]`: what the plan forbids, and the place in this pack that enforces it."""

    text: Annotated[str, Field(min_length=2, max_length=300)]
    enforced_by: str
    basis: str = ""


class PackFile(Part):
    """A whole pack."""

    pack: Heading
    words: dict[str, Title] = Field(default_factory=dict)
    places: dict[str, Title] = Field(default_factory=dict)
    departments: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,38}$")], Title] = Field(default_factory=dict)
    criteria: dict[Name, Criterion] = Field(default_factory=dict)
    phase: tuple[Phase, ...] = ()
    duty: tuple[Duty, ...] = ()
    reminder: Reminder = Reminder()
    window: tuple[Window, ...] = ()
    mark: tuple[Mark, ...] = ()
    team: Team = Team()
    prohibition: tuple[Prohibition, ...] = ()
    problems: tuple[ProblemKind, ...] = ()
    training: Training = Training()
    sheets: dict[Name, SheetPart] = Field(default_factory=dict)
    income: Income
    floor: Floor = Floor()
    change: ChangePart = ChangePart()
    sweep: SweepPart | None = None
    migrate: MigratePart = MigratePart()
    lead: dict[str, LeadPart] = Field(default_factory=dict)
    ranking: Ranking = Ranking()
    move: dict[str, MovePart]


def duration(text: str) -> Duration:
    """A length that the schema has already checked."""
    return parse(text)
