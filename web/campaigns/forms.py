"""The forms about campaigns."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from web.forms import Form, at_most, required
from web.words import term


class DraftForm(Form):
    """What the campaign is called."""

    title = StringField(_l("名称"), [at_most(60)], description=_l("不填的，用方案的名称"))


class CloseForm(Form):
    """What came of it, and why something is left."""

    summary = TextAreaField(_l("工作总结"), [required(), at_most(4000)])
    left_because = TextAreaField(
        _l("没有上报完成的，为什么结束"), [at_most(4000)], description=_l("各阶段都已上报的不填")
    )


class ReportForm(Form):
    """What there is to say besides."""

    note = TextAreaField(_l("说明"), [at_most(2000)], description=_l("完成情况、遗留问题；没有的不填"))


class SendBackForm(Form):
    """Why the report goes back."""

    reason = TextAreaField(_l("退回的理由"), [required(), at_most(400)])


class ExtendForm(Form):
    """For which places, until when, and why; `sure` is set by the page that asks once more."""

    level = SelectField(_l("哪一级"), [required()])
    area = SelectField(_l("哪些地方"), [required()])
    until = DateField(_l("延到"), [required()])
    reason = TextAreaField(_l("延期的理由"), [required(), at_most(400)])
    sure = HiddenField()

    def offer(self, levels: Mapping[str, str], places: Mapping[str, str]) -> None:
        """Offer the levels that owe the phase, and the places."""
        self.level.choices = [SelectChoice(code, term(label)) for code, label in levels.items()]
        self.area.choices = [SelectChoice(code, name) for code, name in places.items()]


class AskForm(Form):
    """The written request that went out."""

    document = StringField(_l("申请的文号"), [required(), at_most(60)])
    asked_on = DateField(_l("申请日期"), [required()])


class AnswerForm(Form):
    """The answer that came back."""

    document = StringField(_l("批复的文号"), [required(), at_most(60)])
    answered_on = DateField(_l("批复日期"), [required()])
    granted = SelectField(
        _l("答复"), [required()], choices=[SelectChoice("yes", _l("同意开放")), SelectChoice("no", _l("不同意"))]
    )
    since = DateField(_l("开放日期"), [Optional()])
    until = DateField(_l("关闭日期"), [Optional()])


class PersonForm(Form):
    """Who joins the team of a village."""

    area = SelectField(_l("村"), [required()])
    post = SelectField(_l("职务"), [required()])
    name = StringField(_l("姓名"), [required(), at_most(60)])
    unit = StringField(_l("单位和职务"), [at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(40)])


class ReplaceForm(Form):
    """Who takes the place of whom, and why."""

    name = StringField(_l("接替人姓名"), [required(), at_most(60)])
    unit = StringField(_l("单位和职务"), [at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(40)])
    reason = StringField(_l("换人的理由"), [required(), at_most(200)])


class HandInForm(Form):
    """Which list is handed in."""

    title = StringField(_l("什么名单"), [required(), at_most(60)], description=_l("如：拟脱贫退出名单"))
    households = IntegerField(_l("户数"), [required()])


class ReviewForm(Form):
    """What the review found."""

    result = TextAreaField(_l("复核结果"), [required(), at_most(2000)])
