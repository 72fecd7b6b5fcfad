"""What the announcement of a result says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from pydantic import Field, model_validator

from publicity.documents.lists import PublicList
from publicity.documents.values import ROWS, EnteringOf, LeavingOf, Posting, Text


class ResultAnnouncement(PublicList):
    """Households of a village, township or county whose result is made known; it hangs for its own days."""

    entering: Sequence[EnteringOf] = Field(default=(), max_length=ROWS, title="纳入名单")
    leaving: Sequence[LeavingOf] = Field(default=(), max_length=ROWS, title="消除名单")
    steps: list[Text] = Field(default=[], max_length=12, title="已履行程序")
    decided_on: date | None = Field(default=None, title="审定日期")
    posting: Posting = Field(title="公告期")
    places: list[Text] = Field(min_length=1, max_length=8, title="公告地点")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return self.heading("公告")

    @model_validator(mode="after")
    def _is_issued_before_it_hangs(self) -> Self:
        if self.issued_on > self.posting.starts_on:
            raise ValueError("成文日期晚于公告开始日")
        return self
