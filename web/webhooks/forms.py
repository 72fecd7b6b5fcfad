"""The forms about webhooks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from states.feed.managing import KINDS
from states.regions import Region
from web.forms import Form, at_most, required
from web.words import term


class Ticked(SelectMultipleField):  # type: ignore[misc]  # WTForms brings no types
    """Several of a few, each with its own box."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class WebhookForm(Form):
    """Which system, where to, what of the ledger."""

    name = StringField(_l("系统名称"), [required(), at_most(60)])
    url = StringField(
        _l("推送地址"), [at_most(400)], description=_l("以 https:// 开头；只由对方来取的不填，密钥用来给取走的内容签名")
    )
    area = SelectField(_l("地区"))
    kinds = Ticked(_l("推送哪些"), [Optional()])

    def offer(self, area: str, name: str, places: Sequence[Region]) -> None:
        """Offer the actor's area and the places right below it, and the kinds of cases."""
        here = [SelectChoice(one.code, one.name) for one in places]
        self.area.choices = [SelectChoice(area, name), *here]
        self.kinds.choices = [SelectChoice(code, term(label)) for code, label in KINDS.items()]


class ReplayForm(Form):
    """From where everything is sent once more."""

    after = IntegerField(_l("从第几条之后"), [Optional(), NumberRange(min=0, max=2**53)])
    day = DateField(_l("或者从哪一天起"), [Optional()])
