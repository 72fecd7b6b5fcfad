"""What every part of a pack is made of: checked lengths, names and titles, and tables that refuse unknown keys."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from engine.durations import BadDuration, parse


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

    @property
    def written(self) -> tuple[str, str]:
        """Both as texts between which its days lie in the order of letters; "0" and "9" where it is open."""
        return self.since.isoformat() if self.since else "0", self.until.isoformat() if self.until else "9"
