"""The form about house, schooling and doctor, each as a visit saw it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from states.help import securities
from states.help.securities import Seen
from states.help.verdicts import HOUSES, TOPICS
from states.members import of_households
from web.entry import YES, EntryForm, choices, some_day, yes_no
from web.forms import at_most, required
from web.words import day


class SecurityForm(EntryForm):
    """What a visit saw of one topic."""

    title = _l("住房、就学、家庭医生核实")
    evidence_id = SelectField(_l("依据的入户核查"), [required()], coerce=int)
    topic = SelectField(_l("核实内容"), [required()])
    holds = yes_no(_l("是否已入住、在校或签约"))
    detail = SelectField(_l("住房来源"), description=_l("核实住房时选"))
    member_id = SelectField(_l("孩子"), coerce=int, description=_l("核实就学时选"))
    help = StringField(
        _l("帮扶或服务"), [at_most(200)], description=_l("不在校的写实实在在的帮扶，家庭医生写做了什么服务")
    )
    served_on = some_day(_l("最近一次服务"))

    def offer(self) -> None:
        """Offer the visits of the household, its members and the code lists."""
        visits = securities.visits_of(self.on.db, self.on.home.case_id)
        self.evidence_id.choices = [(one.evidence_id, day(one.happened_on)) for one in visits]
        self.topic.choices, self.detail.choices = choices(TOPICS), choices(HOUSES)
        people = of_households(self.on.db, [self.on.home.id])[self.on.home.id]
        self.member_id.choices = [(0, _("请选择")), *((one.id, one.name) for one in people)]

    def save(self) -> None:
        """Record it."""
        seen = Seen(
            self.topic.data, self.evidence_id.data, self.holds.data == YES, self.member_id.data or None,
            self.detail.data if self.topic.data == "house" else "", self.help.data or "", self.served_on.data,
        )  # fmt: skip
        securities.record_seen(self.on.db, self.on.home, seen, by=self.on.by, at=self.on.at)
