"""The forms of changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.changes.change import SOURCES
from states.changes.deciding import LONGEST
from states.changes.natural import ELSEWHERE
from states.codes import codes
from states.members import Member
from web import now
from web.forms import Form, at_most, required
from web.words import term

HANDS = ("visit", "office", "department")
"""Where a change that is entered on a page may come from."""


def day_of(text: str) -> date | None:
    """A day as a browser sends it; None for nothing or nonsense."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def offered(name: str, without: Sequence[str] = ()) -> list[SelectChoice]:
    """What may be chosen from a code list today, with a blank one first."""
    known = codes(name, now.today()).labels
    listed = [SelectChoice(code, label) for code, label in known.items() if code not in without]
    return [SelectChoice("", "—"), *listed]


class Moving(Form):
    """What every natural change tells: the day, and where it is known from."""

    happened_on = DateField(
        _l("实际发生的日期"), [required()], description=_l("按实际月份：新增当月计入，减少当月不计")
    )
    source = SelectField(_l("来源"), [required()])

    def offer_sources(self) -> None:
        """Offer where it may be known from."""
        self.source.choices = [SelectChoice(code, term(SOURCES[code])) for code in HANDS]


class JoinForm(Moving):
    """Who joined, and why."""

    name = StringField(_l("姓名"), [required(), at_most(60)])
    id_no = StringField(_l("证件号码"), [at_most(24)], description=_l("新生儿还没有上户口的可以不填，但要填出生日期"))
    birth_on = StringField(
        _l("出生日期"), [at_most(10)], description=_l("有证件号码的不用填"), render_kw={"type": "date"}
    )
    sex = SelectField(_l("性别"), [Optional()])
    relation = SelectField(_l("与户主关系"), [required()])
    ethnicity = SelectField(_l("民族"), [Optional()])
    reason = SelectField(_l("增加原因"), [required()])

    def offer(self) -> None:
        """Offer the code lists; back-filling is offered so that it can be told what to do instead."""
        self.offer_sources()
        self.sex.choices, self.ethnicity.choices = offered("sex"), offered("ethnicity")
        self.relation.choices = offered("relation", ("head",))
        self.reason.choices = [
            *offered("joined_reason", ("transferred",)),
            SelectChoice("back_fill", term(ELSEWHERE["back_fill"])),
        ]


class GoingForm(Moving):
    """What a leaving and a transfer share: who takes over from a head."""

    new_head = SelectField(_l("新户主"), [Optional()], description=_l("户主减少的，在其余成员中指定"))

    def offer_heirs(self, others: Sequence[Member]) -> None:
        """Offer the other members."""
        self.new_head.choices = [SelectChoice("", "—"), *(SelectChoice(str(one.id), one.name) for one in others)]

    @property
    def heir(self) -> int | None:
        """The member chosen."""
        return int(self.new_head.data) if self.new_head.data else None


class LeaveForm(GoingForm):
    """Why somebody left."""

    reason = SelectField(_l("减少原因"), [required()])

    def offer(self, others: Sequence[Member]) -> None:
        """Offer the code list; clearing out is offered so that it can be told what to do instead."""
        self.offer_sources()
        self.offer_heirs(others)
        self.reason.choices = [
            *offered("left_reason", ("transferred",)),
            SelectChoice("clear_out", term(ELSEWHERE["clear_out"])),
        ]


class TransferForm(GoingForm):
    """Where somebody moved to."""

    number = StringField(_l("转入户的户编号"), [required(), at_most(32)])
    relation = SelectField(_l("与转入户户主的关系"), [required()])

    def offer(self, others: Sequence[Member]) -> None:
        """Offer the relations and the other members."""
        self.offer_sources()
        self.offer_heirs(others)
        self.relation.choices = offered("relation", ("head",))


class ReasonForm(Form):
    """Why a change is refused."""

    reason = TextAreaField(_l("不通过的原因"), [required(), at_most(LONGEST)])


class KeyForm(Form):
    """The value, keyed a second time."""

    written = StringField(_l("第二遍录入"), [required(), at_most(120)])


class AgreeForm(Form):
    """Which of two keyings is right, and what that rests on."""

    choice = RadioField(_l("正确的值"), [required()])
    value = StringField(_l("第三个值"), [at_most(120)], description=_l("两遍都不对时填"))
    evidence = SelectField(_l("依据的材料"), [Optional()], description=_l("改成第三个值的，要选这一户已登记的材料"))
    reason = TextAreaField(_l("核定的理由"), [required(), at_most(LONGEST)])
