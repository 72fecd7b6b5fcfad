"""What a county notice says."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from publicity.documents.lists import Notice
from publicity.documents.values import ROWS, EnteringOf, LeavingOf, Public, Text


class EnteringIn(EnteringOf):
    """A household on a list that spans townships."""

    township: Public = Field(title="乡镇（街道）")


class LeavingIn(LeavingOf):
    """The same on its way off the list."""

    township: Public = Field(title="乡镇（街道）")


class CountyNotice(Notice):
    """Households of several townships, posted for objections before the county decides."""

    entering: Sequence[EnteringIn] = Field(default=(), max_length=ROWS, title="纳入名单")
    leaving: Sequence[LeavingIn] = Field(default=(), max_length=ROWS, title="消除名单")
    decided_by: Text = Field(title="审定单位")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return self.heading("公示", "拟")
