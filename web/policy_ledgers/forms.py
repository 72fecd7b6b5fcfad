"""The forms about policy ledgers."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.help.quarters import Quarter, quarter_of
from states.policy_ledgers.ledger import period_of, quarter_in
from web.forms import Form, at_most, required

QUARTERS = 5
"""So many quarters, the present one first, may be pushed or corrected on the page."""


class PushForm(Form):
    """The quarter and the policy of a ledger; the file comes beside it."""

    period = SelectField(_l("季度"), [required()])
    policy = StringField(_l("政策名称"), [at_most(40)], description=_l("一份台账一项政策，如“低保标准调整”"))
    zero = BooleanField(_l("零报告：本季度没有新的落实和调整，不用附表"))
    reason = TextAreaField(
        _l("更正原因"), [at_most(400)], description=_l("同一季度已经推送过的必填，新的一份代替原来的")
    )

    def offer(self, today: date) -> None:
        """Offer the present quarter and those before it."""
        quarter, some = quarter_of(today), []
        for _n in range(QUARTERS):
            some.append(SelectChoice(period_of(quarter), f"{quarter.year}年第{quarter.number}季度"))
            quarter = quarter.previous
        self.period.choices = some

    @property
    def quarter(self) -> Quarter:
        """The quarter that was chosen."""
        return quarter_in(self.period.data)


class MarkForm(Form):
    """What a visit found of a line."""

    adopted = RadioField(
        _l("入户核实"),
        [required()],
        choices=[SelectChoice("yes", _l("属实，已采用")), SelectChoice("no", _l("不采用"))],
    )
    note = TextAreaField(_l("说明"), [at_most(400)], description=_l("不采用的写明原因；改标的写明为什么改"))
    visited_on = DateField(_l("入户日期"), [required()])


class SettleForm(Form):
    """Whom a line without a household means."""

    number = StringField(_l("户编号"), [Optional(), at_most(32)], description=_l("查到是哪一户的填户编号"))
    reason = TextAreaField(_l("核实情况"), [at_most(400)], description=_l("本地没有这个人的，写明怎样核实的"))
