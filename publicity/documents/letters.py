"""What letters and signed statements of offices have in common."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from publicity.documents.values import Imprint, Text, Values

Office = Annotated[str, StringConstraints(min_length=2, max_length=26)]
Persons = Annotated[int, Field(ge=0, le=100_000_000)]


class Letter(Imprint):
    """A paper that an office issues under its number and signs."""

    issuer: Office = Field(title="署名单位")
    issued_on: date = Field(title="成文日期")

    def dated_on(self) -> date:
        """The day of issue."""
        return self.issued_on


class Told(Values):
    """A line of a form: what is asked, and what was found."""

    label: Text = Field(title="项目")
    said: Text = Field(title="情况")
