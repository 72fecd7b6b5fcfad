"""The forms about sweeps."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from states.regions import Region
from states.sweeps.roster import FOUND
from states.sweeps.ticking import BY_HAND, LONGEST
from web.forms import Form, at_most, required
from web.words import term


class BeginForm(Form):
    """Where the present quarter's sweep begins."""

    area = SelectField(_l("排查范围"), [required()])

    def offer(self, places: Sequence[Region]) -> None:
        """Offer the places that may be swept."""
        self.area.choices = [SelectChoice(one.code, one.name) for one in places]


class TickForm(Form):
    """What was found at a house."""

    called_on = DateField(_l("走访日期"), [required()])
    visitors = StringField(_l("同去的人"), [required(), at_most(200)], description=_l("写每个人的姓名，用顿号隔开"))
    found = RadioField(_l("走访结果"), [required()])
    note = TextAreaField(_l("说明"), [at_most(LONGEST)], description=_l("有变化或疑似风险的，写明是什么"))

    def offer(self) -> None:
        """Offer what can be found at a house."""
        self.found.choices = [SelectChoice(code, term(FOUND[code])) for code in BY_HAND]


class ManyForm(Form):
    """A walk along several houses where nothing had changed."""

    called_on = DateField(_l("走访日期"), [required()])
    visitors = StringField(_l("同去的人"), [required(), at_most(200)], description=_l("写每个人的姓名，用顿号隔开"))


class ReasonForm(Form):
    """Why a sweep is ended short of what is demanded, or opened again."""

    reason = TextAreaField(_l("原因"), [at_most(1000)])
