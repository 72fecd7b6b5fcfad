"""The form of a village's yearly sheet: one box for each number that the sheet asks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, IntegerField, StringField

from states.places.village_sheets import VillageSheet, facts
from web.forms import Form, at_most, required
from web.words import term


class VillageSheetForm(Form):
    """What a village counts in a year."""

    year = IntegerField(_l("年度"), [required()])
    reason = StringField(_l("更正原因"), [at_most(400)], description=_l("更正已核对的数时填写"))
    numbers = FieldList(StringField(validators=[at_most(12)]), min_entries=len(facts()), max_entries=len(facts()))

    def label(self) -> None:
        """Write over each box what it counts."""
        for entry, fact in zip(self.numbers.entries, facts().values(), strict=True):
            entry.label.text = term(fact.label)

    def fill(self, sheet: VillageSheet | None) -> None:
        """Put in what was entered before."""
        values = sheet.values if sheet else {}
        for entry, name in zip(self.numbers.entries, facts(), strict=True):
            entry.data = f"{values[name]:f}" if name in values else ""

    def values(self) -> dict[str, str]:
        """What was entered, by name."""
        pairs = zip(self.numbers.entries, facts(), strict=True)
        return {name: (entry.data or "") for entry, name in pairs}

    def mark(self, wrong: dict[str, str]) -> None:
        """Put a problem beside the box that it names."""
        for entry, name in zip(self.numbers.entries, facts(), strict=True):
            if name in wrong:
                entry.errors = [*entry.errors, wrong[name]]
