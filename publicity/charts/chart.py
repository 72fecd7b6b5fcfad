"""What a chart says, in plain values: its kind, the sentence it tells, what stands along it, and its series.

Pages and printed documents draw it alike, so it stands below both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

MOST = 40
PLAIN = ConfigDict(frozen=True, extra="forbid")
Short = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Value = Annotated[float, Field(ge=0, le=1e12)]
Link = Annotated[str, StringConstraints(max_length=400)]


class Series(BaseModel):
    """A row of values, one for each label; None where there is nothing to say."""

    model_config = PLAIN

    name: Short = Field(title="项目")
    values: Sequence[Value | None] = Field(max_length=MOST, title="数值")


class Chart(BaseModel):
    """A chart: `bars` of one series, a `stack` of several, or a `line` along days.

    `says` is its title, a whole sentence; `along` what the labels are; `links` lead from the labels to their pages.
    """

    model_config = PLAIN

    kind: Literal["bars", "stack", "line"]
    says: Text = Field(title="标题")
    along: Short = Field(title="横向")
    labels: Sequence[Short] = Field(max_length=MOST, title="标签")
    series: Sequence[Series] = Field(min_length=1, max_length=5, title="项目")
    unit: Annotated[str, StringConstraints(max_length=8)] = Field(default="", title="单位")
    links: Sequence[Link] = ()
    decimals: int = Field(default=0, ge=0, le=2)
    top: Value | None = None
    """What the scale reaches to, where that is not the largest value."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError("数值和标签要一样多")
        if self.links and len(self.links) != len(self.labels):
            raise ValueError("链接和标签要一样多")
        return self

    def told(self, value: float | None) -> str:
        """A value as it is read; — for none."""
        return "—" if value is None else f"{value:,.{self.decimals}f}"

    @property
    def most(self) -> float:
        """What the scale reaches to."""
        rows = zip(*(one.values for one in self.series), strict=True)
        add = sum if self.kind == "stack" else max
        found = max((add(value or 0 for value in row) for row in rows), default=0)
        return self.top or found or 1

    @property
    def summary(self) -> str:
        """The chart in words, for who does not see it."""
        rows = []
        for at, label in enumerate(self.labels):
            told = "、".join(f"{one.name}{self.told(one.values[at])}{self.unit}" for one in self.series)
            rows.append(f"{label}：{told}")
        return "；".join(rows)
