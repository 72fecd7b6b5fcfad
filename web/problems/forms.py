"""The forms about problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.packs.room_parts import ProblemKind
from states.problems.queries import HOWS, askable, saved
from states.problems.similar import VERDICTS
from states.quality.rulebook import shipped
from states.regions import Region
from web.forms import Form, at_most, required
from web.words import term


def _choices(pairs: Iterable[tuple[str, str]], empty: bool = False) -> list[SelectChoice]:
    first = [SelectChoice("", "—")] if empty else []
    return first + [SelectChoice(value, term(label)) for value, label in pairs]


class ListForm(Form):
    """A list as it came down."""

    kind = SelectField(_l("清单种类"), [required()])
    document = StringField(_l("文件或清单名称"), [required(), at_most(120)])
    issuer = StringField(_l("反馈单位"), [required(), at_most(60)])
    year = IntegerField(_l("年度"), [required()])
    received_on = DateField(_l("收到日期"), [required()])
    rectify_by = DateField(_l("整改期限"), [required()])

    def offer(self, kinds: Mapping[str, ProblemKind]) -> None:
        """Offer the kinds of the plan in force."""
        self.kind.choices = _choices((name, one.title) for name, one in kinds.items())


class ProblemForm(Form):
    """A problem of a list."""

    text = TextAreaField(_l("问题"), [required(), at_most(2000)])
    area = SelectField(_l("责任单位"), [required()])
    due_on = DateField(_l("整改期限"), [Optional()], description=_l("和清单的期限一样的不填"))
    households = StringField(
        _l("涉及户编号"), [at_most(2000)], description=_l("清单点名的户，几户之间用顿号或空格分开")
    )

    def offer(self, units: Sequence[Region]) -> None:
        """Offer the units that a problem may be handed to."""
        self.area.choices = [SelectChoice(one.code, one.name) for one in units]


class HandOutForm(Form):
    """Another unit for a problem that came back."""

    area = SelectField(_l("改分到"), [required()])

    def offer(self, units: Sequence[Region]) -> None:
        """Offer the units that a problem may be handed to."""
        self.area.choices = [SelectChoice(one.code, one.name) for one in units]


class ReasonForm(Form):
    """A reason."""

    reason = TextAreaField(_l("理由"), [required(), at_most(500)])


class TraceForm(Form):
    """Which query is run: a saved one, a rule, or a condition of up to two parts."""

    saved = SelectField(_l("常用查询"))
    rule = SelectField(_l("或者数据质量规则"))
    field = SelectField(_l("或者自定条件"))
    how = SelectField(_l("怎样比"))
    value = StringField(_l("比什么"), [at_most(60)])
    field_2 = SelectField(_l("并且"))
    how_2 = SelectField(_l("怎样比"))
    value_2 = StringField(_l("比什么"), [at_most(60)])

    def offer(self) -> None:
        """Offer the saved queries, the rules about households and people, and the words of conditions."""
        self.saved.choices = _choices(((name, one.title) for name, one in saved().items()), True)
        rules = ((rule.code, f"{rule.code} {rule.title}") for rule in shipped().rules if rule.subject != "village")
        self.rule.choices = _choices(rules, True)
        fields = [(name, one.label) for name, one in askable().items()]
        for chosen, how in ((self.field, self.how), (self.field_2, self.how_2)):
            chosen.choices, how.choices = _choices(fields, True), _choices(HOWS.items())


class JudgeForm(Form):
    """What the ticked households are."""

    verdict = SelectField(_l("判定"), [required()])
    reason = StringField(_l("理由"), [at_most(200)], description=_l("不是同类问题的，写明理由"))

    def offer(self) -> None:
        """Offer the verdicts."""
        self.verdict.choices = _choices(VERDICTS.items())


class AlongForm(Form):
    """What was done for the ticked households."""

    measure = StringField(_l("怎样整改的"), [required(), at_most(200)])
    on = DateField(_l("整改日期"), [required()])


class RectifyForm(Form):
    """What was done about the problem."""

    measures = TextAreaField(_l("整改措施和结果"), [required(), at_most(2000)])
    responsible = StringField(_l("整改责任人"), [required(), at_most(60)])
    on = DateField(_l("整改完成日期"), [required()])


class CheckForm(Form):
    """What was found when it was checked."""

    found = TextAreaField(_l("核查情况"), [required(), at_most(500)], description=_l("怎样核查、看到什么"))


class SendBackForm(Form):
    """Why it goes back, and until when it is to be done."""

    reason = TextAreaField(_l("哪里没有整改到位"), [required(), at_most(500)])
    due_on = DateField(_l("新的整改期限"), [required()])


class CloseForm(Form):
    """On what ground it is closed."""

    said = TextAreaField(_l("销号依据"), [required(), at_most(500)])


class ExtendForm(Form):
    """Until when it has longer, and why."""

    until = DateField(_l("延期到"), [required()])
    reason = TextAreaField(_l("延期理由"), [required(), at_most(500)])
