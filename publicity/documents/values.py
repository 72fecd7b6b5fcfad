"""What all documents' values are made of: plain texts, days and lists, refused in Chinese when they cannot be printed.

A document is given everything it says. It looks nothing up, so that the same values give the same paper for ever.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from publicity import masks

FIELD, LONG, ROWS = 200, 600, 3000


def public(text: str) -> str:
    """Refuse what must not stand on a public list."""
    if found := masks.leaks(text):
        raise ValueError(f"含有{'、'.join(found)}，不得公开")
    return text


def _undivided(text: str) -> str:
    if "://" not in text or not text.startswith(("https://", "http://")) or not text.isascii() or " " in text:
        raise ValueError("应为以 https:// 开头的网址")
    return text


Text = Annotated[str, StringConstraints(min_length=1, max_length=FIELD)]
Short = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=LONG)]
Public = Annotated[str, StringConstraints(min_length=1, max_length=60), AfterValidator(public)]
Address = Annotated[str, StringConstraints(min_length=8, max_length=300), AfterValidator(_undivided)]
Persons = Annotated[int, Field(ge=1, le=40)]


class Values(BaseModel):
    """A set of plain values: nothing unknown is taken, nothing can be changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def dated_on(self) -> date:
        """The day the document bears, which is also the PDF's."""
        raise NotImplementedError

    def subject(self) -> str:
        """The 户编号 of the household that the paper is about; empty where it is about none, or about many."""
        return ""


class Imprint(Values):
    """What lets a paper be found again and told from its other editions."""

    number: Short = Field(title="编号")
    edition: int = Field(default=1, ge=1, le=99, title="版次")


class Contact(Values):
    """Where and when objections are taken."""

    office: Text = Field(title="受理单位")
    telephone: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9\-转]{4,29}$")] = Field(title="联系电话")
    address: Text = Field(title="来访地址")
    hours: Text = Field(title="接收时间")


class Posting(Values):
    """The period in which a notice hangs, both days included."""

    starts_on: date = Field(title="公示开始日")
    ends_on: date = Field(title="公示截止日")
    days: int = Field(ge=1, le=90, title="公示天数")
    unit: Annotated[str, StringConstraints(pattern="^(工作日|日)$")] = Field(default="工作日", title="天数单位")

    @property
    def length(self) -> str:
        """5个工作日, or 7日."""
        return f"{self.days}个{self.unit}" if self.unit == "工作日" else f"{self.days}{self.unit}"

    @model_validator(mode="after")
    def _spans_its_days(self) -> Self:
        if (self.ends_on - self.starts_on).days + 1 < self.days:
            raise ValueError("公示截止日早于公示天数应有的日期")
        return self


class Entering(Values):
    """A household proposed, or decided, to be taken in; exactly what may be made public of it."""

    group: Public = Field(title="村民小组")
    head: Public = Field(title="户主姓名")
    persons: Persons = Field(title="家庭人口数")
    category: Public = Field(title="监测对象类别")
    act: Short | None = Field(default=None, title="事项")
    """What is done, where a list holds several acts."""


class Leaving(Values):
    """A household whose risk is proposed, or decided, to be marked as eliminated."""

    group: Public = Field(title="村民小组")
    head: Public = Field(title="户主姓名")
    persons: Persons = Field(title="家庭人口数")
    mode: Public = Field(title="消除方式")
    act: Short | None = Field(default=None, title="事项")


class EnteringOf(Entering):
    """The same on a list that spans villages."""

    village: Public = Field(title="村（社区）")


class LeavingOf(Leaving):
    """The same on a list that spans villages."""

    village: Public = Field(title="村（社区）")


class Proxy(Values):
    """Who writes for a household that cannot, and in what capacity; a proxy reads it back before the fingerprint."""

    name: Short = Field(title="代写人姓名")
    capacity: Short = Field(title="代写人身份")
    reason: Text = Field(title="代写原因")


def texts(values: Any, label: str = "", row: int | None = None) -> list[tuple[str, str, int | None]]:
    """Every text of the values as (label, text, row), by the titles that the clerk knows them by."""
    if isinstance(values, str):
        return [(label, values, row)]
    if isinstance(values, BaseModel):
        fields = type(values).model_fields
        return [
            found for name, field in fields.items() for found in texts(getattr(values, name), field.title or label, row)
        ]
    if isinstance(values, (list, tuple)):
        many = bool(values) and isinstance(values[0], BaseModel)
        return [found for at, item in enumerate(values, 1) for found in texts(item, label, at if many else row)]
    return []
