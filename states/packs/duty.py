"""What comes round again and again: who owes what to whom by which day of a month, quarter or year; and reminders."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Every = Literal["month", "quarter", "year"]
Workdays = Annotated[int, Field(ge=0, le=60)]
STRICT = ConfigDict(extra="forbid", frozen=True)


class When(BaseModel):
    """The last day: a day of the month, or so many working days from the beginning; of the period, or after its end.

    A day later than the month's last means its last. `last_month` counts in the last month of a quarter or year.
    """

    model_config = STRICT

    day: Annotated[int, Field(ge=1, le=31)] | None = None
    last_month: bool = False
    workdays: Annotated[int, Field(ge=1, le=30)] | None = None
    after_end: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> When:
        if (self.day is None) == (self.workdays is None):
            raise ValueError("写明哪一天（day）或第几个工作日（workdays），只写一样")
        if self.last_month and (self.day is None or self.after_end):
            raise ValueError("last_month 只和 day 一起写，不和 after_end 一起写")
        return self

    @property
    def opens_the_period(self) -> bool:
        """Whether it falls into the first working days of a period: what is handed in then tells of the one before."""
        return self.workdays is not None and not self.after_end


class Duty(BaseModel):
    """`[[duty]]`: what a post owes for every period, by when, and what shows that it was done.

    `departments` are those that each owe it, where departments do; they sit in the county.
    """

    model_config = STRICT

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    by: str
    to: Annotated[str, Field(max_length=60)] = ""
    every: Every
    when: When
    proof: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,30}(:[a-z][a-z0-9_]{1,40})?$")] = "report"
    departments: tuple[str, ...] = ()
    basis: str = ""


class Reminder(BaseModel):
    """`[reminder]`: when people are reminded, how often, and after how long the level above is told.

    All counted in working days: `before` the last day (0 is the day itself), then `every` so many past it, and each
    `escalate` past it one more post above. `per_deadline` and `per_day` are the most that one post gets of one
    deadline and on one day; `by_hand` is how often a superior may remind of one deadline, once a day.
    """

    model_config = STRICT

    before: tuple[Workdays, ...] = (3, 1, 0)
    every: Annotated[int, Field(ge=1, le=30)] = 2
    escalate: Annotated[int, Field(ge=1, le=60)] = 3
    per_deadline: Annotated[int, Field(ge=1, le=50)] = 8
    per_day: Annotated[int, Field(ge=1, le=200)] = 30
    by_hand: Annotated[int, Field(ge=0, le=20)] = 3
