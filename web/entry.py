"""Entering one thing about a household on a page of its own; with `?old=`, in the place of what was entered before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, DecimalField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from engine.actors import Actor
from engine.errors import BadInput, NotFound
from states import case_file
from states.households import Household
from states.kept import standing
from web import now, only_once, who
from web.database import reading, work
from web.forms import Form, at_most, required
from web.words import term

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Entering:
    """What is entered where: the transaction, the household, who and when, and the record whose place is taken."""

    db: Session
    home: Household
    by: Actor
    at: datetime
    old: int


class EntryForm(Form):
    """A form of one thing; `reason` is asked only when it takes the place of another."""

    on: Entering
    title = ""
    button = _l("保存")
    keeps_reason = False
    reason = TextAreaField(_l("更正的原因"), [at_most(500)])

    def offer(self) -> None:
        """Fill in what there is to choose from."""

    def fill(self) -> None:
        """Put in what was entered before, or what the address already says."""

    def save(self) -> None:
        """Carry it out in this transaction."""
        raise NotImplementedError

    def stored(self, kind: Any) -> Any:
        """The record that the address names; None for a new one. Raises `NotFound` outside the actor's area."""
        return standing(self.on.db, kind, self.on.old, self.on.by)[0] if self.on.old else None

    def show(self, record: Any) -> None:
        """Put the values of a record into the fields of the same names."""
        for name, field in self._fields.items():
            if name != "reason" and hasattr(record, name):
                value = getattr(record, name)
                field.data = (YES if value else NO) if isinstance(value, bool) else value

    def enter(self, act: Callable[..., object], *told: Any, replacing: Any = None, **more: Any) -> None:
        """Let `act` enter what was told of the household; `replacing` is the kind of record it may replace."""
        if replacing is not None:
            old = self.stored(replacing)
            more |= {"old": old, "reason": self.reason.data if old else ""}
        act(self.on.db, self.on.home, *told, by=self.on.by, at=self.on.at, **more)


Things = Mapping[str, type[EntryForm]]


def ask(things: Things, case_id: int, thing: str, endpoint: str) -> str:
    """The empty form, or the one to correct."""
    kind = _kind(things, thing)
    with reading() as db:
        home = case_file.household(db, case_id, who.actor())
        form = _form(kind, Entering(db, home, who.actor(), now.now(), _old()))
        form.fill()
    return _page(form, home, endpoint)


def take(things: Things, case_id: int, thing: str, endpoint: str) -> Response | tuple[str, int]:
    """Carry out what the form says and go back to the household's page."""
    kind, by, at = _kind(things, thing), who.actor(), now.now()
    with reading() as db:
        home = case_file.household(db, case_id, by)
        form = _form(kind, Entering(db, home, by, at, _old()))
    if form.validate_on_submit():
        try:
            with work() as db:
                form.on = Entering(db, case_file.household(db, case_id, by), by, at, _old())
                only_once.carry_out(db, form.save)
            flash(_("已保存"), "success")
            return redirect(url_for(endpoint, case_id=case_id))
        except BadInput as error:
            form.put(error)
    return _page(form, home, endpoint), 422


def choices(labels: Mapping[str, str], empty: str = "") -> list[SelectChoice]:
    """The entries of a list, behind an empty one that says what to do."""
    first = [SelectChoice("", empty or _("请选择"))]
    return first + [SelectChoice(code, term(label)) for code, label in labels.items()]


def yes_no(label: Any, unknown: bool = False) -> SelectField:
    """A question that is answered with yes or no."""
    answers = [SelectChoice(YES, _l("是")), SelectChoice(NO, _l("否"))]
    if unknown:
        return SelectField(label, choices=[SelectChoice("", _l("未填")), *answers])
    return SelectField(label, [required()], choices=answers)


def money(label: Any, description: Any = "") -> DecimalField:
    """An amount in yuan that may be left empty."""
    return DecimalField(label, [Optional()], description=description)


def some_day(label: Any) -> DateField:
    """A day that may be left empty."""
    return DateField(label, [Optional()])


def _kind(things: Things, thing: str) -> type[EntryForm]:
    if thing not in things:
        raise NotFound("page", thing)
    return things[thing]


def _form(kind: type[EntryForm], on: Entering) -> EntryForm:
    form = kind()
    form.on = on
    form.offer()
    if not on.old and not kind.keeps_reason:
        del form.reason
    return form


def _old() -> int:
    return request.args.get("old", 0, int)


def _page(form: EntryForm, home: Household, endpoint: str) -> str:
    fields = [field for field in form if field.name not in ("csrf_token", "reason")]
    fields += [form.reason] if "reason" in form else []
    return render_template(
        "household_entry.html", form=form, fields=fields, home=home, action=request.full_path.rstrip("?"),
        back=url_for(endpoint, case_id=home.case_id),
    )  # fmt: skip
