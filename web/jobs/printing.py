"""Asking for the papers of a whole village."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from engine.jobs.asking import enqueue
from publicity.batches import KIND, unfit_of
from publicity.household_papers import OF_A_VILLAGE, PAPERS
from states import regions
from states.roles import Permission
from web import now, once, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, required
from web.jobs.blueprint import bp
from web.words import term


class BatchForm(Form):
    """Whose papers, and which."""

    village = SelectField(_l("村"), [required()])
    document = SelectField(_l("文书"), [required()])

    def offer(self, db: Session) -> None:
        """Offer the villages in the actor's area, and the papers there are."""
        area = who.actor().area
        found = regions.below(db, area[:12], "village")
        self.village.choices = [SelectChoice(one.code, one.name) for one in found]
        self.document.choices = [SelectChoice(name, term(PAPERS[name][0])) for name in OF_A_VILLAGE]


@bp.get("/print")
@access(Permission.PRINT, Area.LIST)
def choose() -> str:
    """Ask which papers of which village."""
    form = BatchForm()
    with reading() as db:
        form.offer(db)
    return render_template("jobs/print.html", form=form)


@bp.post("/print")
@access(Permission.PRINT, Area.LIST)
def ask() -> Response | tuple[str, int]:
    """Put the printing into the queue."""
    form, by = BatchForm(), who.actor()
    with reading() as db:
        form.offer(db)
    if form.validate_on_submit():
        params: dict[str, Any] = {"village": form.village.data, "document": form.document.data}
        with reading() as db:
            unfit = unfit_of(db, form.village.data, form.document.data, by)
        if unfit and request.form.get("without") != "1":
            return render_template("jobs/print.html", form=form, unfit=unfit), 422
        params |= {"without": True} if unfit else {}
        title = _("%(village)s，%(document)s", village=_label(form.village), document=_label(form.document))
        area = max(form.village.data, by.area, key=len)  # a grid's own, where the actor sees no more of the village
        with work() as db:
            job = enqueue(db, KIND, params, by=by, at=now.now(), key=once.key(), title=title, area=area)
        return redirect(url_for(".show", job_id=job.id))
    return render_template("jobs/print.html", form=form), 422


def _label(field: SelectField) -> str:
    return next(str(one.label) for one in field.choices if one.value == field.data)
