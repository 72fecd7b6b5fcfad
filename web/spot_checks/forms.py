"""The forms about spot checks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from states.codes import codes
from states.lifecycle import LABELS
from states.regions import Region
from states.spot_checks.population import ABOUT
from web.forms import Form, at_most, required
from web.words import term


class AnnounceForm(Form):
    """From which households how many are drawn, and by when the results have to be there."""

    title = StringField(_l("抽查什么"), [required(), at_most(60)])
    area = SelectField(_l("范围"), [required()])
    about = SelectField(_l("哪些户"))
    since = DateField(_l("从"), [Optional()], description=_l("选了“这段时间”的才填"))
    until = DateField(_l("到"), [Optional()])
    state = SelectField(_l("状态"))
    category = SelectField(_l("监测对象类别"))
    kind = SelectField(_l("户类型"))
    size = IntegerField(_l("抽多少户"), [Optional(), NumberRange(0, 2000)], description=_l("户数和百分比只填一样"))
    percent = IntegerField(_l("抽百分之几"), [Optional(), NumberRange(0, 100)])
    due_on = DateField(_l("哪天以前完成"), [required()])

    def offer(self, places: Sequence[Region]) -> None:
        """Offer the places and the words of the filters."""
        self.area.choices = [SelectChoice(one.code, one.name) for one in places]
        self.about.choices = _choices(ABOUT)
        self.state.choices = _choices({"": "—", **LABELS})
        self.category.choices = _choices({"": "—", **codes("category").labels})
        self.kind.choices = _choices({"": "—", **codes("household_kind").labels})


class CheckForm(Form):
    """What was found at a house; what agrees with the record is left empty."""

    checked_on = DateField(_l("核查日期"), [required()])
    checkers = StringField(_l("同去的人"), [required(), at_most(200)], description=_l("写每个人的姓名，用顿号隔开"))
    absent = BooleanField(_l("没有见到人，还要再去"))
    head_name = StringField(_l("户主姓名"), [at_most(60)])
    phone = StringField(_l("联系电话"), [at_most(40)])
    address = StringField(_l("家庭住址"), [at_most(120)])
    kind = SelectField(_l("户类型"))
    members = StringField(_l("家庭人口"), [at_most(2)])
    note = TextAreaField(
        _l("核查情况"), [at_most(1000)], description=_l("在哪里见到了谁，看了什么；附了照片的可以不写")
    )

    def offer(self) -> None:
        """Offer the kinds of household, by their words, as the register reads them."""
        labels = codes("household_kind").labels.values()
        self.kind.choices = [SelectChoice("", "—"), *(SelectChoice(label, term(label)) for label in labels)]

    def found(self) -> dict[str, str]:
        """What was filled in, by field."""
        return {name: self[name].data or "" for name in ("head_name", "phone", "address", "kind", "members")}


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, term(label)) for code, label in words.items()]
