"""What the correction of a notice's period says."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from publicity.documents.values import Address, Contact, Imprint, Public, Text


class PeriodCorrection(Imprint):
    """Which notice it corrects, the last day that is printed and the real one, and why; the list stays as it hangs."""

    corrects: Text = Field(title="更正的公示")
    announces: bool = Field(default=False, title="是否公告")
    starts_on: date = Field(title="公示开始日")
    printed_end: date = Field(title="原定截止日")
    ends_on: date = Field(title="更正后截止日")
    reason: Text = Field(title="更正原因")
    contact: Contact = Field(title="反映方式")
    public_url: Address = Field(title="公开网址")
    issuer: Public = Field(title="署名单位")
    issued_on: date = Field(title="成文日期")

    def dated_on(self) -> date:
        """The day of issue."""
        return self.issued_on

    @property
    def kind(self) -> str:
        """What is corrected."""
        return "公告" if self.announces else "公示"

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        verb = "延长" if self.ends_on > self.printed_end else "更正"
        return [f"关于{verb}{self.kind}期的通知"]

    @model_validator(mode="after")
    def _changes_the_day(self) -> Self:
        if self.ends_on == self.printed_end:
            raise ValueError("截止日没有变动，不用更正")
        return self
