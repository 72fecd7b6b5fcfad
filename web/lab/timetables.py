"""The timetable of a pack on the real calendar: whether its dates can be kept, and what there is to spare."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Optional, Regexp

from engine.arrangements import calendar_for
from states.packs.backward import latest_start
from states.packs.keeping import COUNTS, first_day, kept, start_days, ways_of_counting
from states.packs.timetable import timetable
from states.roles import Permission
from web import now
from web.access import Area, access
from web.database import reading
from web.forms import Form
from web.lab.blueprint import bp
from web.lab.named import move_asked, moves_in_order, pack_named

YEARS = range(1900, 2901)


class TimetableForm(Form):
    """What to reckon with; each may be left empty."""

    class Meta:
        """It only looks."""

        csrf = False

    start = DateField(_l("从哪天开始"), [Optional()])
    deadline = DateField(_l("哪天以前要全部办完"), [Optional()], description=_l("由此倒推最迟哪天开始"))
    place = StringField(
        _l("地区编码"),
        [Optional(), Regexp(r"^\d{2,14}$", message=_l("地区编码是2到14位数字"))],
        description=_l("连同当地自定的休息日一起算"),
    )


@bp.get("/packs/<pack_id>/timetable")
@access(Permission.READ_PACKS, Area.OPEN)
def timetable_page(pack_id: str) -> str:
    """Show the earliest and latest day of every step, and the days on which one may begin."""
    form = TimetableForm(request.args)
    sound = form.validate()
    place = (form.place.data or "") if sound else ""
    with reading() as db:
        pack = pack_named(db, pack_id)
        calendar = calendar_for(db, place)
    move = move_asked(pack)
    deadline = _day(form.deadline) if sound else None
    planned = first_day(pack, move, now.today())
    backward = latest_start(move, pack.digest, calendar, deadline)
    start = (_day(form.start) if sound else None) or (min(planned, backward) if deadline and backward else planned)
    return render_template(
        "lab/timetable.html", pack=pack, move=move, moves=moves_in_order(pack),
        form=form, start=start, deadline=deadline, counts=COUNTS,
        rows=timetable(move, pack.digest, calendar, start, deadline),
        kept=[kept(pack, move, calendar, start, deadline, way) for way in ways_of_counting(pack, move)],
        starts=list(start_days(pack, move, calendar, start, deadline)),
    )  # fmt: skip


def _day(field: DateField) -> date | None:
    """A thinkable day; anything else counts as none, and the page says so."""
    on: date | None = field.data
    if on is not None and on.year not in YEARS:
        field.errors = [*field.errors, str(_l("日期须在1900年至2900年之间"))]
        return None
    return on
