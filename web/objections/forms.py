"""The forms about objections."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from states.notice_lines import NoticeLine
from states.objecting import LONGEST
from states.objections import CHANNELS
from web.forms import Form, at_most, required
from web.words import term

OUTCOMES = [
    SelectChoice("dismiss", _l("不成立，农户继续办理")),
    SelectChoice("uphold", _l("成立，农户退回重办或终止")),
]
TAKEN_BY_HAND = ("phone", "visit", "letter", "board")


class SettleForm(Form):
    """What was found, what the objector is told, and whether it was true."""

    outcome = RadioField(_l("核实结论"), [required()], choices=OUTCOMES)
    finding = TextAreaField(
        _l("调查核实情况"), [required(), at_most(LONGEST["finding"])], description=_l("只在内部留存，不对外公开")
    )
    answer = TextAreaField(
        _l("答复"), [required(), at_most(LONGEST["answer"])], description=_l("反映人凭回执编号可以看到，请勿写他人隐私")
    )


class WithdrawForm(Form):
    """How it came that the objector took it back."""

    reason = TextAreaField(_l("撤回的情况"), [required(), at_most(LONGEST["finding"])])


class TakeForm(Form):
    """An objection that came by telephone or in person."""

    position = SelectField(_l("反映哪一户"), [required()], coerce=int)
    channel = SelectField(_l("反映方式"), [required()])
    text = TextAreaField(_l("反映的情况"), [required(), at_most(LONGEST["text"])])
    contact = StringField(
        _l("反映人姓名和联系方式"), [at_most(LONGEST["contact"])], description=_l("不愿留名的可不填；对外保密")
    )

    def offer(self, lines: list[NoticeLine]) -> None:
        """Offer the households of a list."""
        self.position.choices = [
            SelectChoice(line.position, f"{line.position}　{line.shown['head']}") for line in lines
        ]
        self.channel.choices = [SelectChoice(code, term(CHANNELS[code])) for code in TAKEN_BY_HAND]
