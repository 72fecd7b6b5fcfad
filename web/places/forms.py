"""The forms about places."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField, HiddenField, IntegerField, SelectField, StringField
from wtforms import TextAreaField as Text
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from states.places.changes import Why
from states.places.figures import NAMES
from states.places.pairings import LONGEST, Helper
from states.places.situations import DIFFICULTIES
from states.regions import Region
from web.forms import Form, at_most, required
from web.words import term


class WhyForm(Form):
    """Why something is changed, and by which document."""

    reason = StringField(_l("调整原因"), [required(), at_most(400)])
    document = StringField(_l("批准文件"), [required(), at_most(120)], description=_l("文件名称或文号"))

    def why(self) -> Why:
        """What was entered."""
        return Why(self.reason.data or "", self.document.data or "")


class NameForm(WhyForm):
    """Another name for a place."""

    name = StringField(_l("新名称"), [required(), at_most(60)])


class PlanForm(WhyForm):
    """What carries out a change of places that was looked at."""

    seen = HiddenField()


class RegroupingForm(WhyForm):
    """Chosen households go to another group, or make a new one."""

    target = SelectField(_l("调整到"))
    code = StringField(_l("新小组编码"), [at_most(14)], description=_l("分出新组时填写：本村12位编码加2位数字"))
    name = StringField(_l("新小组名称"), [at_most(60)])
    document = StringField(_l("批准文件"), [at_most(120)], description=_l("分出新组时必填"))

    def offer(self, groups: Iterable[Region]) -> None:
        """Offer the open groups of the village."""
        new = SelectChoice("", str(_l("分出一个新小组")))
        self.target.choices = [*(SelectChoice(one.code, one.name) for one in groups), new]


class GridForm(Form):
    """A new grid with its worker."""

    village = SelectField(_l("行政村"), [required()])
    name = StringField(_l("网格名称"), [required(), at_most(60)])
    worker = StringField(_l("网格员"), [required(), at_most(60)], description=_l("有账号的填用户名，没有账号的填姓名"))
    phone = StringField(_l("联系电话"), [at_most(40)])


class WorkerForm(Form):
    """Another worker for a grid."""

    worker = StringField(
        _l("新的网格员"), [required(), at_most(60)], description=_l("有账号的填用户名，没有账号的填姓名")
    )
    phone = StringField(_l("联系电话"), [at_most(40)])
    reason = StringField(_l("更换原因"), [required(), at_most(400)])


class LocationForm(Form):
    """Where something stands: from the phone's own position, or typed."""

    longitude = StringField(_l("经度"), [required(), at_most(14)], description=_l("小数度，WGS-84，如99.876543"))
    latitude = StringField(_l("纬度"), [required(), at_most(14)], description=_l("小数度，如27.654321"))
    accuracy = IntegerField(_l("误差（米）"), [Optional()])
    measured_on = DateField(_l("采集日期"), [required()])
    reason = StringField(_l("更正原因"), [at_most(400)], description=_l("第一次登记不用填"))
    sure = BooleanField(_l("已核对，这里确实离本村其他农户很远"))
    source = HiddenField(default="typed")


class PairForm(Form):
    """A helper of a household."""

    name = StringField(_l("帮扶责任人姓名"), [required(), at_most(LONGEST["name"])])
    unit = StringField(_l("单位"), [required(), at_most(LONGEST["unit"])])
    post = StringField(_l("职务"), [at_most(LONGEST["post"])])
    phone = StringField(_l("联系电话"), [at_most(LONGEST["phone"])])
    from_on = DateField(_l("结对日期"), [required()])
    reason = StringField(_l("更换原因"), [at_most(400)], description=_l("已有责任人时必填"), id="pair-reason")

    def helper(self) -> Helper:
        """Who was entered."""
        return Helper(self.name.data or "", self.unit.data or "", self.post.data or "", self.phone.data or "")


class EndForm(Form):
    """The end of a pairing."""

    until_on = DateField(_l("结束日期"), [required()])
    reason = StringField(_l("结束原因"), [required(), at_most(400)], id="end-reason")


class SituationForm(Form):
    """Income, guarantees and the main difficulty of a general household."""

    as_of_on = DateField(_l("截至日期"), [required()])
    income_per_head = DecimalField(
        _l("人均年纯收入（元）"), [required(), NumberRange(0, Decimal(1_000_000), _l("请填写0至1000000元"))]
    )
    difficulty = SelectField(_l("主要困难"), [required()])
    note = Text(_l("情况说明"), [at_most(1000)])
    reason = StringField(
        _l("更正原因"), [at_most(400)], description=_l("更正同一天的登记时填写"), id="situation-reason"
    )

    def __init__(self, **given: object) -> None:
        super().__init__(**given)
        self.difficulty.choices = [SelectChoice(code, term(label)) for code, label in DIFFICULTIES.items()]


class FiguresForm(Form):
    """What a place declares for a year."""

    year = IntegerField(_l("年度"), [required()])
    households = IntegerField(_l("总户数"), [Optional()])
    persons = IntegerField(_l("总人口"), [Optional()])
    minimum_living = IntegerField(_l("低保户数"), [Optional()])
    disabled = IntegerField(_l("残疾人户数"), [Optional()])
    labour = IntegerField(_l("劳动力人数"), [Optional()])
    land = IntegerField(_l("耕地面积（亩）"), [Optional()])
    reason = StringField(_l("更正原因"), [at_most(400)], description=_l("更正已有申报数时填写"))

    def values(self) -> dict[str, int]:
        """The figures that were filled in."""
        return {name: self[name].data for name in NAMES if self[name].data is not None}
