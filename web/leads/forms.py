"""The forms about leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.leads.channels import CHANNELS
from states.leads.lead import REASONS
from states.leads.receiving import LONGEST
from states.regions import Region
from states.users import User
from web.forms import Form, at_most, required
from web.words import term

CHOICES = {one.code: one.title for one in CHANNELS.values() if one.offered}


class ReceiveForm(Form):
    """What came in, from where, about whom, and whom to answer."""

    source = SelectField(_l("线索来源"), [required()])
    received_on = DateField(_l("收到日期"), [required()])
    number = StringField(
        _l("户编号"), [at_most(32)], description=_l("已登记的户填户编号；还没有登记的，填下面的姓名和所在村")
    )
    name = StringField(_l("户主姓名"), [at_most(60)])
    area = SelectField(_l("所在村"))
    text = TextAreaField(_l("反映的情况"), [required(), at_most(LONGEST)])
    reporter = StringField(
        _l("反映人"), [at_most(60)], description=_l("热线、信访、媒体、手机APP来的要答复；只用于答复，不写进公示和台账")
    )
    contact = StringField(_l("联系方式"), [at_most(40)])

    def offer(self, villages: Sequence[Region]) -> None:
        """Offer the sources, and the villages of the area."""
        self.source.choices = _choices(CHOICES)
        self.area.choices = _villages(villages)


class AnalyseForm(Form):
    """What the village found at the house, or why nobody went."""

    visited_on = DateField(_l("入户日期"), [Optional()], description=_l("没有入户的不填，在下面写明理由"))
    visitors = StringField(_l("入户人"), [at_most(200)], description=_l("两人同行，两位都写，用顿号隔开"))
    analysis = TextAreaField(
        _l("分析研判"), [required(), at_most(LONGEST)], description=_l("入户看到的情况；没有入户的，写明理由")
    )


class MatchForm(Form):
    """Which household of the register the lead is about."""

    number = StringField(_l("户编号"), [required(), at_most(32)])


class CloseForm(Form):
    """Why nothing follows, and how the household learnt of it."""

    because = SelectField(_l("了结的原因"), choices=[], default="other")
    reason = TextAreaField(_l("了结的理由"), [required(), at_most(LONGEST)])
    told = TextAreaField(_l("告知情况"), [required(), at_most(LONGEST)], description=_l("哪天、由谁、怎样告知了农户"))

    def offer(self) -> CloseForm:
        """Offer the reasons."""
        self.because.choices = [SelectChoice("", _l("请选择")), *_choices(REASONS)]
        return self

    def empty(self) -> CloseForm:
        """Offer the reasons with none of them chosen."""
        self.because.data = ""
        return self.offer()


class AssignForm(Form):
    """Who is to go there, by when, and why it is somebody else now."""

    to = SelectField(_l("派给"), [required()])
    visit_by = DateField(_l("入户期限"), [required()])
    reason = StringField(
        _l("改派的原因"), [at_most(200)], description=_l("已经派给别人的，写明原因，如生病、调离、轮换")
    )

    def offer(self, people: Iterable[User], names: Mapping[str, str]) -> AssignForm:
        """Offer the people, each with the place."""
        told = ((one.username, f"{names.get(one.area[:12], '')} {one.name}".strip()) for one in people)
        self.to.choices = [SelectChoice("", _l("请选择")), *(SelectChoice(code, label) for code, label in told)]
        return self


class AnswerForm(Form):
    """What the reporter was told, and on which day."""

    answered_on = DateField(_l("答复日期"), [required()])
    answer = TextAreaField(
        _l("答复情况"), [required(), at_most(LONGEST)], description=_l("用什么方式、向谁、答复了什么")
    )


class PushForm(Form):
    """One warning of a department."""

    source = SelectField(_l("线索来源"), [required()])
    received_on = DateField(_l("发现或申请日期"), [required()])
    area = SelectField(_l("所在村"), [required()])
    name = StringField(_l("户主姓名"), [required(), at_most(60)])
    id_no = StringField(_l("证件号码"), [at_most(18)], description=_l("有的写上，便于对到户；不会显示给别的部门"))
    text = TextAreaField(_l("预警情况"), [required(), at_most(500)])

    def offer(self, sources: Mapping[str, str], villages: Sequence[Region], above: Mapping[str, str]) -> None:
        """Offer the sources of the department, and the villages of its area."""
        self.source.choices = _choices(sources)
        self.area.choices = _villages(villages, above)


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, term(label)) for code, label in words.items()]


def _villages(villages: Sequence[Region], above: Mapping[str, str] | None = None) -> list[SelectChoice]:
    told = above or {}
    return [SelectChoice("", "—"), *(SelectChoice(one.code, told.get(one.code[:9], "") + one.name) for one in villages)]
