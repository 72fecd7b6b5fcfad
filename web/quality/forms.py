"""The forms about findings."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from states.quality.correcting import LONGEST
from web.forms import Form, at_most, required


class ClaimForm(Form):
    """How it was corrected, and what proves it."""

    said = TextAreaField(_l("怎样核实、改了什么"), [required(), at_most(LONGEST["said"])])
    proof = RadioField(_l("整改凭据"), [Optional()], validate_choice=False)
    evidence = SelectField(_l("哪一次核查或答复"), coerce=int, validate_choice=False)
    document = StringField(
        _l("凭据名称、文号或出具单位"),
        [at_most(LONGEST["document"])],
        description=_l("选“文件凭据”，或部门书面答复时填写"),
    )
    document_on = DateField(_l("凭据日期"), [Optional()])

    def offer(self, proofs: Sequence[tuple[str, str]], evidence: Sequence[tuple[int, str]]) -> None:
        """Offer the kinds of proof and the pieces of evidence."""
        self.proof.choices = [SelectChoice(kind, title) for kind, title in proofs]
        self.evidence.choices = [SelectChoice(0, "—"), *(SelectChoice(number, title) for number, title in evidence)]

    def suggest(self, proof: str, evidence: int) -> None:
        """Choose the latest proof beforehand."""
        self.proof.data, self.evidence.data = proof, evidence


class WaiveForm(Form):
    """Why it is true as it stands."""

    reason = TextAreaField(
        _l("豁免的理由"),
        [required(), at_most(LONGEST["reason"])],
        description=_l("情况属实、规则不适用的，写明核实经过"),
    )


class DrawForm(Form):
    """How many to look at on site."""

    size = IntegerField(
        _l("抽几条"),
        [required(), NumberRange(1, 200, _l("请填1至200"))],
        default=10,
        description=_l("从已报整改的疑点里随机抽取"),
    )


class YearForm(Form):
    """Which year is over."""

    year = IntegerField(_l("年度"), [required(), NumberRange(2014, 2100, _l("请填四位年份"))])
