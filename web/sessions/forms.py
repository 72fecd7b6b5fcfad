"""The forms about training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from states.packs.room_parts import TrainingWay
from states.regions import Region
from states.sessions.holding import LONGEST
from web.forms import Form, at_most, required
from web.words import term


class PlanForm(Form):
    """A session as it is planned."""

    title = StringField(_l("培训名称"), [required(), at_most(80)])
    place = SelectField(_l("地方"), [required()])
    way = SelectField(_l("培训方式"), [required()])
    contents = TextAreaField(_l("培训内容"), [required(), at_most(LONGEST)], description=_l("一行一项"))
    trainer = StringField(_l("授课人"), [required(), at_most(120)])
    began_on = DateField(_l("开始日期"), [required()])
    ended_on = DateField(_l("结束日期"), [required()])
    hours = IntegerField(_l("学时"), [required()])
    villages = SelectMultipleField(_l("开展实践培训的村"), description=_l("按住Ctrl键可以选几个"))

    def offer(self, places: Sequence[Region], ways: Mapping[str, TrainingWay], villages: Sequence[Region]) -> None:
        """Offer the places and villages of the area, and the ways of the plan in force."""
        self.place.choices = [SelectChoice(one.code, one.name) for one in places]
        self.way.choices = [SelectChoice(name, term(one.title)) for name, one in ways.items()]
        self.villages.choices = [SelectChoice(one.code, one.name) for one in villages]


class PeopleForm(Form):
    """The list of who came, a line each."""

    people = TextAreaField(
        _l("参训名单"), [required(), at_most(20000)],
        description=_l("一行一人：姓名、单位、职务、考核结果，中间用逗号或制表符分开；账号写成@账号；没有到的行末写“缺席”"),
    )  # fmt: skip


class HoldForm(Form):
    """How it was assessed."""

    assessment = TextAreaField(_l("考核方式和结果"), [required(), at_most(500)])


class CallOffForm(Form):
    """Why it was called off."""

    reason = TextAreaField(_l("取消的原因"), [required(), at_most(500)])
