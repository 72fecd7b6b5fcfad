"""The files of many households in one go: of a place, or of those that a period or a campaign touched."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from engine.jobs.asking import enqueue
from publicity.dossiers.filing import KIND
from publicity.dossiers.scope import PERIOD, VILLAGE, Scope, title_of
from states import regions
from states.lifecycle import WAYS
from states.roles import Permission
from web import now, once, who
from web.access import Area, access
from web.archives.blueprint import bp
from web.database import reading, work
from web.forms import Form, required
from web.words import term

MOST_PLACES = 500


class ManyForm(Form):
    """Whose files: where, and if wanted when and in which procedure."""

    area = SelectField(_l("地区"), [required()])
    since = DateField(_l("从哪天起"), [Optional()], description=_l("不写起止日期，就是这里的全部农户"))
    until = DateField(_l("到哪天止"), [Optional()])
    way = SelectField(_l("只要办过这种程序的"), [Optional()])

    def offer(self, db: Session) -> None:
        """Offer the actor's townships and villages, and the moves there are."""
        area = who.actor().area
        found = [*regions.below(db, area, "township"), *regions.below(db, area, "village")]
        found.sort(key=lambda one: one.code)
        self.area.choices = [SelectChoice(one.code, one.name) for one in found[:MOST_PLACES]]
        self.way.choices = [
            SelectChoice("", _("各种程序都要")), *(SelectChoice(name, term(way.label)) for name, way in WAYS.items())
        ]  # fmt: skip

    def sound(self) -> bool:
        """Whether the days make a period, where any is given; a procedure is asked for in a period only."""
        if not self.validate_on_submit():
            return False
        if bool(self.since.data) != bool(self.until.data) or (self.way.data and not self.since.data):
            self.until.errors = [_("起止日期要一起写；按程序归档的也要写")]
        elif self.since.data and self.since.data > self.until.data:
            self.until.errors = [_("截止日期不能早于起始日期")]
        return not self.until.errors

    def scope(self) -> Scope:
        """What was asked for."""
        if not self.since.data:
            return Scope(VILLAGE, self.area.data)
        return Scope(PERIOD, self.area.data, since=self.since.data, until=self.until.data, way=self.way.data or "")


@bp.get("")
@access(Permission.ARCHIVE, Area.LIST)
def index() -> str:
    """Ask whose files are wanted."""
    form = ManyForm()
    with reading() as db:
        form.offer(db)
    return render_template("archives/index.html", form=form)


@bp.post("")
@access(Permission.ARCHIVE, Area.LIST)
def export_many() -> Response | tuple[str, int]:
    """Put the making of the package into the queue."""
    form, by = ManyForm(), who.actor()
    with reading() as db:
        form.offer(db)
    if not form.sound():
        return render_template("archives/index.html", form=form), 422
    scope = form.scope()
    with work() as db:
        title = title_of(db, scope)
        job = enqueue(
            db, KIND, scope.params(), by=by, at=now.now(), key=once.key(), title=title,
            area=max(scope.area, by.area, key=len),
        )  # fmt: skip
    return redirect(url_for("jobs.show", job_id=job.id))
