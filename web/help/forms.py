"""The forms about the risks of a household and the help against them."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField

from states.help import deliveries, effects, measures, risks
from states.help.deliveries import Delivery
from states.help.effects import QUESTIONS, Judged
from states.help.kinds import DISASTERS, RISKS, edition
from states.help.measures import Measure, Plan, measures_of
from states.help.risks import Danger, Risk, risks_of
from states.kept import standing
from web.entry import YES, EntryForm, choices, money, yes_no
from web.forms import at_most, required
from web.now import today
from web.words import term


class RiskForm(EntryForm):
    """A risk by name."""

    title = _l("返贫致贫风险")
    kind = SelectField(_l("风险"), [required()])
    part = SelectField(_l("灾害种类"), description=_l("因自然灾害的要选"))
    remark = StringField(_l("说明"), [at_most(200)], description=_l("选“其他”的要写明是什么风险"))
    found_on = DateField(_l("发现时间"), [required()])

    def offer(self) -> None:
        """Offer the code lists."""
        self.kind.choices, self.part.choices = choices(RISKS), choices(DISASTERS, _("不是灾害"))

    def fill(self) -> None:
        """Show what is corrected, or begin today."""
        self.found_on.data = today()
        if risk := self.stored(Risk):
            self.kind.data, self.part.data = risk.kind, risk.part
            self.remark.data, self.found_on.data = risk.remark, risk.found_on

    def save(self) -> None:
        """Name it."""
        danger = Danger(self.kind.data, self.found_on.data, self.part.data, self.remark.data or "")
        self.enter(risks.name_risk, danger, replacing=Risk)


class SettleRiskForm(EntryForm):
    """That a risk is gone."""

    title = _l("风险消除")
    way = SelectField(_l("消除方式"), [required()])
    settled_on = DateField(_l("消除时间"), [required()])
    found = TextAreaField(_l("消除的依据"), [required(), at_most(500)])

    def offer(self) -> None:
        """Offer the two ways."""
        self.way.choices = choices(risks.WAYS)

    def fill(self) -> None:
        """Begin today."""
        self.settled_on.data = today()

    def save(self) -> None:
        """Settle it."""
        risk, _home = standing(self.on.db, Risk, self.on.old, self.on.by)
        self.enter(risks.settle_risk, risk, self.way.data, self.settled_on.data, self.found.data)


class MeasureForm(EntryForm):
    """A measure as planned."""

    title = _l("帮扶措施")
    kind = SelectField(_l("措施种类"), [required()])
    risk_number = SelectField(_l("针对哪项风险"), coerce=int)
    plan = TextAreaField(_l("帮扶内容"), [required(), at_most(500)])
    begins_on = DateField(_l("开始时间"), [required()])
    due_on = DateField(_l("完成时间"), [required()])
    person = StringField(_l("责任人"), [required(), at_most(60)])
    phone = StringField(_l("责任人电话"), [at_most(40)])

    def offer(self) -> None:
        """Offer the kinds of the edition in force and the open risks."""
        kinds = edition(self.on.home.group_code, today()).kinds
        self.kind.choices = choices({code: kind.label for code, kind in kinds.items()})
        named = [(one.number, term(RISKS[one.kind])) for one in risks_of(self.on.db, self.on.home.id) if one.is_open]
        self.risk_number.choices = [(0, _("没有对应的风险")), *named]

    def fill(self) -> None:
        """Show what is changed, or begin today against the risk that the address names."""
        self.begins_on.data = today()
        self.risk_number.data = request.args.get("risk", 0, int)
        if measure := self.stored(Measure):
            for name in ("kind", "risk_number", "plan", "begins_on", "due_on", "person", "phone"):
                self[name].data = getattr(measure, name)

    def save(self) -> None:
        """Plan it."""
        names = ("kind", "plan", "begins_on", "due_on", "person", "risk_number")
        plan = Plan(**{name: self[name].data for name in names}, phone=self.phone.data or "")
        self.enter(measures.plan_measure, plan, replacing=Measure)


class EndMeasureForm(EntryForm):
    """That a measure stopped."""

    title = _l("停止帮扶措施")
    ended_on = DateField(_l("停止时间"), [required()])
    why = TextAreaField(_l("停止的原因"), [required(), at_most(500)])

    def fill(self) -> None:
        """Begin today."""
        self.ended_on.data = today()

    def save(self) -> None:
        """End it."""
        measure, _home = standing(self.on.db, Measure, self.on.old, self.on.by)
        self.enter(measures.end_measure, measure, self.ended_on.data, self.why.data)


class OfMeasureForm(EntryForm):
    """Something about one of the household's measures."""

    measure_number = SelectField(_l("帮扶措施"), [required()], coerce=int)

    def offer(self) -> None:
        """Offer the measures."""
        kinds = edition(self.on.home.group_code, today()).kinds
        self.measure_number.choices = [
            (one.number, f"{kinds[one.kind].label if one.kind in kinds else one.kind}　{one.plan[:30]}")
            for one in measures_of(self.on.db, self.on.home.id)
            if one.is_running
        ]

    def fill(self) -> None:
        """Choose the measure that the address names."""
        if (number := request.args.get("measure", 0, int)) and not self.on.old:
            self.measure_number.data = number


class DeliveryForm(OfMeasureForm):
    """Help that arrived."""

    title = _l("措施落实")
    delivered_on = DateField(_l("落实日期"), [required()])
    content = StringField(_l("落实了什么"), [required(), at_most(200)])
    provider = StringField(_l("谁落实的"), [at_most(80)])
    amount = money(_l("金额（元）"), _l("有金额的填写"))

    def fill(self) -> None:
        """Show what is corrected."""
        super().fill()
        self.delivered_on.data = today()
        if delivery := self.stored(Delivery):
            for name in ("measure_number", "delivered_on", "content", "provider", "amount"):
                self[name].data = getattr(delivery, name)

    def save(self) -> None:
        """Record it."""
        told = (self.delivered_on.data, self.content.data, self.provider.data or "", self.amount.data)
        given = deliveries.Given(self.measure_number.data, *told)
        self.enter(deliveries.deliver, given, replacing=Delivery)


class AdoptForm(OfMeasureForm):
    """Help from outside that belongs to a measure."""

    title = _l("归入帮扶措施")

    def save(self) -> None:
        """Bring it under the measure."""
        delivery, _home = standing(self.on.db, Delivery, self.on.old, self.on.by)
        number = self.measure_number.data
        measure = next(one for one in measures_of(self.on.db, self.on.home.id) if one.number == number)
        self.enter(deliveries.adopt, delivery, measure, self.reason.data or "")


class EffectForm(OfMeasureForm):
    """Whether a measure is worth it."""

    title = _l("评价帮扶成效")
    judged_on = DateField(_l("评价日期"), [required()])
    works = yes_no(_l("管用：针对风险，起了作用"))
    enough = yes_no(_l("够用：力度够，能解决问题"))
    usable = yes_no(_l("能用：农户用得上、接得住"))
    useful = yes_no(_l("有用：农户认可，真正受益"))
    note = TextAreaField(_l("怎样调整"), [at_most(500)], description=_l("有一项达不到的要写"))

    def fill(self) -> None:
        """Begin today."""
        super().fill()
        self.judged_on.data = today()

    def save(self) -> None:
        """Judge it."""
        answers = {name: self[name].data == YES for name in QUESTIONS}
        told = Judged(self.measure_number.data, self.judged_on.data, **answers, note=self.note.data or "")
        self.enter(effects.judge, told)
