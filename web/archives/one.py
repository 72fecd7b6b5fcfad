"""The file of one household: the paper at once, or the package with all its evidence, made in the background."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from engine.jobs.asking import enqueue
from publicity.dossiers.filing import KIND
from publicity.dossiers.scope import HOUSEHOLD, TITLE, Scope, title_of
from states import case_file, openings
from states.roles import Permission
from web import confirm, now, once, who
from web.access import Area, access
from web.archives.blueprint import bp
from web.archives.making import maker
from web.database import reading, work
from web.papers import as_pdf


@bp.get("/case/<int:case_id>/paper")
@access(Permission.ARCHIVE, Area.RECORD, logs_opening=True)
def paper(case_id: int) -> Response:
    """Make out the file of a household with its record inside; the opening is noted."""
    by, made = who.actor(), maker()
    with work() as db:
        household = case_file.household(db, case_id, by)
        openings.note(db, who.signed_in().id, f"household:{household.id}", now.wall())
    with reading() as db:
        [read] = made.read(db, [case_id], by)
    return as_pdf(made.paper(read, by, now.now()).pdf, f"{household.number}{TITLE}.pdf")


@bp.get("/case/<int:case_id>")
@access(Permission.ARCHIVE, Area.RECORD)
def ask(case_id: int) -> str:
    """Ask before the package of a household is made."""
    with reading() as db:
        household = case_file.household(db, case_id, who.actor())
    return confirm.ask(
        _("导出%(head)s户的档案包", head=household.head_name),
        _("档案包里有这一户的全部个人信息和材料原件，下载后请妥善保管；导出会记入查阅记录。"),
        _("导出"),
        url_for("cases.show", case_id=case_id),
        points=(
            _("一户一档（PDF/A，机读记录附在里面）"),
            _("每一份材料的照片、扫描件和印出的公示，与系统里存的完全一样"),
            _("清单、校验码、台账封印和核对程序：改动一个字节也查得出"),
        ),
    )


@bp.post("/case/<int:case_id>")
@access(Permission.ARCHIVE, Area.RECORD)
def export(case_id: int) -> Answer:
    """Put the making of the package into the queue."""
    by = who.actor()
    with work() as db:
        household = case_file.household(db, case_id, by)
        scope = Scope(HOUSEHOLD, household.group_code, case_id)
        title = title_of(db, scope)
        job = enqueue(
            db, KIND, scope.params(), by=by, at=now.now(), key=once.key(), title=title, area=household.group_code
        )
    return redirect(url_for("jobs.show", job_id=job.id))
