"""The forms of yearly sheets: one box for each thing that a kind asks; and of the work team."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from states.places.sheet_kinds import asked
from states.places.teams import POSTS
from web.forms import Form, at_most, required
from web.words import term


class SheetForm(Form):
    """What is told of a place for a year."""

    year = IntegerField(_l("年度"), [required()])
    reason = StringField(_l("更正原因"), [at_most(400)], description=_l("更正已核对的内容时填写"))
    answers = FieldList(StringField(validators=[at_most(60)]), max_entries=60)

    def prepare(self, kind: str) -> None:
        """Have as many boxes as the kind asks things, each with what it asks over it."""
        while len(self.answers.entries) < len(asked(kind)):
            self.answers.append_entry("")
        for entry, fact in zip(self.answers.entries, asked(kind).values(), strict=False):
            entry.label.text = term(fact.label)
            entry.description = _l("填“是”或“否”") if fact.type == "yes-no" else ""

    def fill(self, kind: str, told: dict[str, str]) -> None:
        """Put in what was told before."""
        for entry, (name, fact) in zip(self.answers.entries, asked(kind).items(), strict=False):
            entry.data = fact.told(told.get(name, ""))

    def told(self, kind: str) -> dict[str, str]:
        """What was entered, by name."""
        pairs = zip(self.answers.entries, asked(kind), strict=False)
        return {name: (entry.data or "") for entry, name in pairs}

    def mark(self, kind: str, wrong: dict[str, str]) -> None:
        """Put a problem beside the box that it names."""
        for entry, name in zip(self.answers.entries, asked(kind), strict=False):
            if name in wrong:
                entry.errors = [*entry.errors, wrong[name]]


class MemberForm(Form):
    """Somebody who is sent to a village; with `replaces`, in the place of somebody else."""

    name = StringField(_l("姓名"), [required(), at_most(60)])
    unit = StringField(_l("派出单位"), [required(), at_most(80)])
    post = SelectField(_l("职务"), [required()])
    since = DateField(_l("进驻日期"), [required()])
    replaces = SelectField(_l("替换"), [Optional()], description=_l("接替别人的，选被接替的人，并写明原因"))
    reason = StringField(_l("替换原因"), [at_most(200)])

    def offer(self, team: list[tuple[int, str]]) -> None:
        """Offer the posts, and those who are there."""
        self.post.choices = [SelectChoice(name, term(title)) for name, title in POSTS.items()]
        self.replaces.choices = [SelectChoice("", "—"), *(SelectChoice(str(row), name) for row, name in team)]


class LeaveForm(Form):
    """Who leaves, when and why."""

    row = SelectField(_l("谁离队"), [required()])
    until = DateField(_l("离队日期"), [required()])
    reason = StringField(_l("离队原因"), [required(), at_most(200)])

    def offer(self, team: list[tuple[int, str]]) -> None:
        """Offer those who are there."""
        self.row.choices = [SelectChoice(str(row), name) for row, name in team]
