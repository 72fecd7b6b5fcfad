"""The form in which differences are settled, one or many with one reason."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.reconciliation.settling import LONGEST, Verdict
from web.forms import Form, at_most, required

OUTCOMES = [
    SelectChoice("ours", _l("以我方为准，请对方更正")),
    SelectChoice("theirs", _l("以对方为准，我方要更正")),
    SelectChoice("neither", _l("双方都不对，另行核实更正")),
]


class SettleForm(Form):
    """Who is right, why, and what proves it."""

    outcome = RadioField(_l("核定结果"), [required()], choices=OUTCOMES)
    reason = TextAreaField(_l("理由"), [required(), at_most(LONGEST["reason"])])
    document = StringField(
        _l("依据的文件或部门答复"), [at_most(LONGEST["document"])], description=_l("如“市教育局2021年10月20日复函”")
    )
    document_on = DateField(_l("文件或答复的日期"), [Optional()])
    evidence_id = SelectField(
        _l("依据的材料"),
        [Optional()],
        coerce=int,
        description=_l("这一户档案里的材料；几户一起核定时只能引用文件或答复"),
    )

    def offer(self, proofs: Sequence[SelectChoice]) -> None:
        """Offer the evidence in the household's file."""
        self.evidence_id.choices = [SelectChoice(0, _l("不引用材料")), *proofs]

    def verdict(self) -> Verdict:
        """What was filled in."""
        return Verdict(
            self.outcome.data,
            self.reason.data,
            self.evidence_id.data or None,
            self.document.data or "",
            self.document_on.data,
        )
