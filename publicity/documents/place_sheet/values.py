"""What the collection form of a place's yearly sheet says: what is on record, and room for what is different."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from publicity.documents.values import Imprint, Short, Text, Values


class Fact(Values):
    """One thing that is asked, as it stood last; `choices` are boxes to tick."""

    label: Short = Field(title="项目")
    recorded: str = Field(default="", max_length=80, title="登记内容")
    choices: list[Short] = Field(default=[], max_length=4, title="可选的内容")


class Part(Values):
    """A part of the form."""

    title: Short = Field(title="部分")
    facts: list[Fact] = Field(min_length=1, max_length=60, title="登记事项")


class Member(Values):
    """Somebody of the work team."""

    name: Short = Field(title="姓名")
    unit: Text = Field(title="派出单位")
    post: Short = Field(title="职务")
    since: date = Field(title="进驻日期")
    until: date | None = Field(default=None, title="离队日期")


class PlaceSheet(Imprint):
    """The form of one place; only what changed is filled in."""

    addressee: Text = Field(title="存档单位")
    title: Text = Field(title="表名")
    place: Text = Field(title="地方")
    recorded_year: int | None = Field(default=None, ge=2000, le=2100, title="登记内容的年度")
    parts: list[Part] = Field(min_length=1, max_length=12, title="各部分")
    is_team: bool = Field(default=False, title="驻村工作队")
    team: list[Member] = Field(default=[], max_length=40, title="工作队员")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the form was made out."""
        return self.made_on
