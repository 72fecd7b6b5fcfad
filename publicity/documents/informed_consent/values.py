"""What an informed consent to the elimination of a risk says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from publicity.documents.values import Imprint, Note, Proxy, Short, Text

Money = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class InformedConsent(Imprint):
    """One household's knowledge of, and answer to, the proposed elimination; not for publication."""

    addressee: Text = Field(title="受理单位")
    household_number: str = Field(default="", max_length=40, title="户编号")
    village: Text = Field(title="村（社区）")
    group: Short = Field(title="村民小组")
    head: Short = Field(title="户主姓名")
    persons: int = Field(ge=1, le=40, title="家庭人口数")
    category: Short = Field(title="监测对象类别")
    objects: Text = Field(default="防止返贫监测对象", title="对象名称")
    identified_on: date = Field(title="识别日期")
    risks: list[Text] = Field(min_length=1, max_length=8, title="识别时的风险")
    mode: Short = Field(title="消除方式")
    income: Money | None = Field(default=None, title="家庭人均纯收入")
    line: Money | None = Field(default=None, title="监测范围")
    income_period: Text | None = Field(default=None, title="收入计算周期")
    grounds: list[Note] = Field(min_length=1, max_length=8, title="拟消除的理由")
    continuing: list[Text] = Field(default=[], max_length=8, title="消除后继续享受的政策")
    proxy: Proxy | None = Field(default=None, title="代写人")
    made_on: date = Field(title="制表日期")

    def dated_on(self) -> date:
        """The day the form was made out."""
        return self.made_on

    def subject(self) -> str:
        """The household that fills it in."""
        return self.household_number
