"""What the documents with a public list of households have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from publicity import masks
from publicity.documents.values import (
    ROWS,
    Address,
    Contact,
    Entering,
    Imprint,
    Leaving,
    Posting,
    Public,
    Short,
    Text,
)

ELIMINATION = "消除风险"
"""What leaving the list is called, unless the plan has another way out."""
MARKED = "标注风险消除"
ENTRY = "纳入"
"""What coming onto the list is called, unless the plan has another way onto it."""
LINE = 20
"""How many characters of a title fill a line."""
APART_FROM = 20  # rows from which an announcement's lists follow as attachments
DENSE_FROM = 60  # rows from which the smaller type is used
RULE = "以单位名义反映的请加盖公章，以个人名义反映的请留下真实姓名和联系电话；我们对反映人的情况保密。"


class PublicList(Imprint):
    """A list of households for the board and, with `masked`, for the web; either direction may be empty, not both.

    Both copies say the same of the same households, so that both bear the same check code.
    """

    title: list[Text] = Field(default=[], max_length=4, title="标题")
    place: Public = Field(title="发文范围")
    objects: Text = Field(default="防止返贫监测对象", title="对象名称")
    entering_as: Text = Field(default=ENTRY, title="纳入的名称")
    leaving_as: Text = Field(default=ELIMINATION, title="消除或退出的名称")
    category_as: Short | None = Field(default=None, title="末栏名称")
    basis: Text = Field(title="依据")
    entering: Sequence[Entering] = Field(default=(), max_length=ROWS, title="纳入名单")
    leaving: Sequence[Leaving] = Field(default=(), max_length=ROWS, title="消除名单")
    masked: bool = Field(default=False, title="姓名遮蔽", exclude=True)
    contacts: list[Contact] = Field(min_length=1, max_length=4, title="反映方式")
    public_url: Address = Field(title="公开网址")
    issuer: Annotated[str, StringConstraints(min_length=2, max_length=26)] = Field(title="署名单位")
    issued_on: date = Field(title="成文日期")

    @model_validator(mode="after")
    def _lists_somebody(self) -> Self:
        if not self.entering and not self.leaving:
            raise ValueError("名单中没有农户")
        if len(self.entering) + len(self.leaving) > ROWS:
            raise ValueError(f"名单超过{ROWS}户，请分成几份")
        return self

    def dated_on(self) -> date:
        """The day of issue."""
        return self.issued_on

    @property
    def dense(self) -> bool:
        """Whether the list is long enough for the smaller type."""
        return max(len(self.entering), len(self.leaving)) >= DENSE_FROM

    def acts(self, place: str = "") -> list[str]:
        """What is done to how many, act by act: 将3户11人纳入防止返贫监测对象; the place is named once."""
        told: list[str] = []
        for rows, usual in ((self.entering, self.entering_as), (self.leaving, self.leaving_as)):
            for act in dict.fromkeys(row.act or usual for row in rows):
                some = [row for row in rows if (row.act or usual) == act]
                told.append(_done(some, act, self.objects, "" if told else place))
        return told

    def both_done(self, place: str = "") -> str:
        """What is done in both directions, in one sentence."""
        return "，".join(self.acts(place))

    @property
    def is_community(self) -> bool:
        """Whether the list is of a community in town, whose people are no villagers."""
        return self.place.endswith("社区")

    @property
    def group_column(self) -> str:
        """The heading of the groups' column."""
        return "居民小组" if self.is_community else "村民小组"

    @property
    def entering_column(self) -> str:
        """The heading of the last column of those that come onto the list."""
        return self.category_as or "拟定类别"

    @property
    def entering_title(self) -> str:
        """The heading of the list of those that come onto it."""
        return self.entering_as

    @property
    def apart(self) -> bool:
        """Whether an announcement's lists are too long to stand in its text, and follow as attachments."""
        return len(self.entering) + len(self.leaving) >= APART_FROM

    @property
    def attached(self) -> list[str]:
        """The titles of the lists that follow, those taken in first."""
        acts = [act for act, rows in ((self.entering_as, self.entering), (self.leaving_as, self.leaving)) if rows]
        return [f"{self.place}{act}{self.objects}名单" for act in acts]

    @property
    def leaving_title(self) -> str:
        """The heading of the list of those that leave."""
        return self.leaving_as.replace(ELIMINATION, "风险消除")

    @property
    def leaving_column(self) -> str:
        """The heading of their last column."""
        return "消除方式" if self.leaving_as == ELIMINATION else "事项"

    @property
    def both(self) -> bool:
        """Whether the document goes in both directions."""
        return bool(self.entering and self.leaving)

    def heading(self, kind: str, proposes: str = "") -> list[str]:
        """The title's lines, broken by meaning, unless the values bring their own; `proposes` is 拟 or nothing."""
        if self.title:
            return list(self.title)
        acts = [act for act, rows in ((self.entering_as, self.entering), (self.leaving_as, self.leaving)) if rows]
        first, rest = f"{self.place}关于", f"{self.objects}名单的{kind}"
        between = "、" if any("、" in act for act in acts) else f"、{proposes}"
        said = proposes + between.join(acts)
        return [first + said, rest] if len(first + said) <= LINE else [first, said, rest]

    def last(self, row: Entering | Leaving, field: str) -> str:
        """The last cell of a row; where a list holds several acts, with the one of this row."""
        said = str(getattr(row, field))
        several = "、" in (self.entering_as if isinstance(row, Entering) else self.leaving_as)
        return f"{said}（{row.act}）" if several and row.act not in (None, ENTRY, ELIMINATION) else said

    def shown(self, head: str) -> str:
        """The name as this copy shows it."""
        return masks.name(head) if self.masked else head


def _done(rows: Sequence[Entering | Leaving], act: str, objects: str, place: str) -> str:
    """A sentence's part: an act that ends in 纳入 takes what the households become, any other is done to them."""
    counted = f"{len(rows)}户{sum(row.persons for row in rows)}人"
    if act.endswith(ENTRY):
        return f"将{place}{counted}{act}{objects}"
    return f"对{place}{counted}{objects}{MARKED if act == ELIMINATION else f'予以{act}'}"


class Notice(PublicList):
    """A list that waits for objections: period, places, and how to speak up."""

    steps: list[Text] = Field(default=[], max_length=12, title="已履行程序")
    posting: Posting = Field(title="公示期")
    places: list[Text] = Field(min_length=1, max_length=8, title="公示地点")
    objection_rule: Text = Field(default=RULE, title="反映要求")

    @property
    def proposed(self) -> str:
        """What the list proposes, both directions in one sentence."""
        return "，".join(f"拟{part}" for part in self.acts())

    @model_validator(mode="after")
    def _is_issued_before_it_hangs(self) -> Self:
        if self.issued_on > self.posting.starts_on:
            raise ValueError("成文日期晚于公示开始日")
        return self
