"""The forms about leads."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.leads.lead import SOURCES
from states.leads.receiving import LONGEST
from states.regions import Region
from web.forms import Form, at_most, required
from web.words import term


class ReceiveForm(Form):
    """What came in, from where, about whom."""

    source = SelectField(_l("线索来源"), [required()])
    received_on = DateField(_l("收到日期"), [required()])
    number = StringField(
        _l("户编号"), [at_most(32)], description=_l("已登记的户填户编号；还没有登记的，填下面的姓名和所在村")
    )
    name = StringField(_l("户主姓名"), [at_most(60)])
    area = SelectField(_l("所在村"))
    text = TextAreaField(_l("反映的情况"), [required(), at_most(LONGEST)])

    def offer(self, villages: Sequence[Region]) -> None:
        """Offer the sources, and the villages of the area."""
        self.source.choices = [SelectChoice(code, term(label)) for code, label in SOURCES.items()]
        self.area.choices = [SelectChoice("", "—"), *(SelectChoice(one.code, one.name) for one in villages)]


class AnalyseForm(Form):
    """What the village found at the house, or why nobody went."""

    visited_on = DateField(_l("入户日期"), [Optional()], description=_l("没有入户的不填，在下面写明理由"))
    analysis = TextAreaField(
        _l("分析研判"), [required(), at_most(LONGEST)], description=_l("入户看到的情况；没有入户的，写明理由")
    )


class MatchForm(Form):
    """Which household of the register the lead is about."""

    number = StringField(_l("户编号"), [required(), at_most(32)])


class CloseForm(Form):
    """Why nothing follows, and how the household learnt of it."""

    reason = TextAreaField(_l("了结的理由"), [required(), at_most(LONGEST)])
    told = TextAreaField(_l("告知情况"), [required(), at_most(LONGEST)], description=_l("哪天、由谁、怎样告知了农户"))
