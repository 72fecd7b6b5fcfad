"""The format of a pack, typed: every key that may stand in the file, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.durations import BadDuration, Duration, parse


def _duration(text: str) -> str:
    try:
        parse(text)
    except BadDuration as error:
        raise ValueError(str(error)) from error
    return text


Length = Annotated[str, AfterValidator(_duration)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")]
Title = Annotated[str, Field(min_length=1, max_length=60)]


class Part(BaseModel):
    """A table of the file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Span(Part):
    """A first and a last day; either may be open."""

    since: date | None = Field(default=None, alias="from")
    until: date | None = None


class Heading(Part):
    """`[pack]`: what the pack is, the document that notices cite, where and when it holds."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,40}$")]
    title: Title
    document: Annotated[str, Field(max_length=100)] = ""
    extends: str | None = None
    source: str = ""
    places: tuple[Annotated[str, Field(pattern=r"^\d{0,14}$")], ...] = ()
    valid: Span = Span()


class Income(Part):
    """`[income]`: the line in yuan per person and year, its metric, and the period it is counted over."""

    line: Annotated[int, Field(gt=0, le=100000)]
    metric: Literal["net", "disposable"] = "net"
    window: Span = Span()
    status_on: date | None = None


class Notice(Part):
    """A public notice as a step: which level posts it, for how long, where, and what an interruption does."""

    level: Literal["village", "township", "county"]
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
    skip_when: str | None = None
    within: Length | None = None
    planned: Span | None = None
    window: Span | None = None
    notice: Notice | None = None
    apart_from: tuple[str, ...] = ()
    basis: str = ""


class MovePart(Part):
    """`[move.NAME]`: a move the pack knows, who may begin it, its own guards, and its steps."""

    title: Title | None = None
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
    required: dict[str, tuple[str, ...]] = {}


class ChangePart(Part):
    """`[change]`: when no natural change is taken, until when one belongs to this round, what is keyed twice.

    `visit_within` are the days within which a visit must lie behind what is entered.
    """

    closed: tuple[Span, ...] = ()
    cutoff: date | None = None
    double_keyed: tuple[str, ...] = ()
    visit_within: Annotated[int, Field(gt=0, le=366)] = 30


class PackFile(Part):
    """A whole pack."""

    pack: Heading
    words: dict[str, Title] = {}
    places: dict[str, Title] = {}
    income: Income
    floor: Floor = Floor()
    change: ChangePart = ChangePart()
    move: dict[str, MovePart]


def duration(text: str) -> Duration:
    """A length that the schema has already checked."""
    return parse(text)
