"""What a department answers in the joint review."""

from __future__ import annotations

from pydantic import Field

from publicity.documents.letters import Letter
from publicity.documents.values import ROWS, Short, Text, Values


class Answer(Values):
    """The answer about one household; `item` is what was hit, empty when nothing was."""

    number: Short = Field(title="户编号")
    head: Short = Field(title="户主姓名")
    village: Text = Field(title="村（社区）")
    item: str = Field(default="", max_length=60, title="命中事项")
    detail: str = Field(default="", max_length=300, title="说明")


class JointReviewAnswer(Letter):
    """All answers of one department that it gave in a stretch of days."""

    to: Text = Field(title="主送单位")
    column: Text = Field(title="比对栏目")
    answers: list[Answer] = Field(min_length=1, max_length=ROWS, title="比对结果")
    person: Short = Field(title="经办人")

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return [self.issuer, "关于防止返贫监测对象部门联审的复函"]

    @property
    def hits(self) -> list[Answer]:
        """Those that were hit."""
        return [one for one in self.answers if one.item]
