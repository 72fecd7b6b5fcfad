"""The forms about deadlines."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, StringField, TextAreaField

from states.deadlines.recording import NOTE, REASON
from states.reminders import by_hand
from web.forms import Form, at_most, required


class ReportForm(Form):
    """That a duty was done."""

    on = DateField(_l("报送日期"), [required()])
    note = TextAreaField(_l("文号或说明"), [at_most(NOTE)], description=_l("怎样报送的、文号是多少；不写农户的姓名"))
    file = FileField(_l("报送件"), description=_l("扫描件或照片，可以不传"))


class WithdrawForm(Form):
    """Why a report is taken back."""

    reason = TextAreaField(_l("撤回的理由"), [required(), at_most(REASON)])


class RemindForm(Form):
    """What is said with a reminder."""

    note = StringField(_l("附一句话"), [at_most(by_hand.NOTE)], description=_l("可以不写；不写农户的姓名"))
