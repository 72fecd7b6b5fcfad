"""Recurring duties: each with who handed it in, by place and period; late ones show (BZ06)."""

from __future__ import annotations

from flask import render_template

from engine.errors import NotFound
from states import regions
from states.deadlines import matrix, recording
from states.deadlines.matrix import STANDINGS, Cell, Matrix
from states.deadlines.proofs import by_hand
from states.deadlines.report import DutyReport
from states.packs.duties import PROOFS
from states.reminders.posts import is_above, post_of
from states.roles import Permission
from web import now, who
from web.access import Area, access, may
from web.database import reading
from web.deadlines.blueprint import bp
from web.deadlines.forms import ReportForm

PERIODS = 12


@bp.get("/duties")
@access(Permission.READ_ROOM, Area.LIST)
def duties() -> str:
    """Every duty with its last period: by when, how many handed it in, how many are late."""
    with reading() as db:
        found = matrix.matrices(db, who.actor(), now.today())
    return render_template("deadlines/duties.html", found=found, standings=STANDINGS)


@bp.get("/duties/<duty>")
@access(Permission.READ_ROOM, Area.RECORD)
def duty(duty: str) -> str:
    """One duty: who owes it by period, with a mark on everything that was late."""
    with reading() as db:
        found = matrix.matrix(db, duty, who.actor(), now.today())
        names = regions.names(db, {area for area, _ in found.owing})
    return render_template(
        "deadlines/duty.html", found=found, periods=found.periods[:PERIODS], names=names, standings=STANDINGS,
        proof=PROOFS[found.duty.proof.partition(":")[0]],
    )  # fmt: skip


@bp.get("/duties/<duty>/<period>")
@access(Permission.READ_ROOM, Area.RECORD)
def period(duty: str, period: str) -> str:
    """One duty and period: who handed it in when, the reports that were recorded, and the form of the own post."""
    return page(duty, period)


def page(name: str, period: str, form: ReportForm | None = None) -> str:
    """The page of a duty and period with this form on it, an empty one by default."""
    by, today = who.actor(), now.today()
    with reading() as db:
        found = matrix.matrix(db, name, by, today)
        stretch = next((one for one in found.periods if one.name == period), None)
        if stretch is None:
            raise NotFound("duty", f"{name} {period}")
        cells = [cell for one in found.owing if (cell := found.at(one, stretch))]
        own = next((cell for cell in cells if _is_own(cell)), None)
        blockers = list(recording.against(db, own.owed, by, today)) if own else []
        reports = recording.reports(db, name, period, by)
        names = regions.names(db, {cell.owed.area for cell in cells} | {one.area for one in reports})
    lines = [cell.line for cell in cells if may(Permission.REMIND)]
    remindable = {line.name for line in lines if is_above(by, post_of(line))}
    fresh = ReportForm(formdata=None)
    fresh.on.data = today
    return render_template(
        "deadlines/period.html", found=found, period=stretch, cells=cells, ours=own, blockers=blockers,
        reports=reports, names=names, standings=STANDINGS, form=form or fresh, by_hand=by_hand(found.duty),
        counted=found.counted(stretch), remindable=remindable,
        neighbours=_neighbours(found, period), is_own_report=_is_mine,
        records=own is not None and may(Permission.HAND_IN) and not blockers,
    )  # fmt: skip


def _is_own(cell: Cell) -> bool:
    by = who.actor()
    return (cell.line.role, *cell.payer) == (by.role, by.area, by.department)


def _is_mine(report: DutyReport) -> bool:
    by = who.actor()
    return may(Permission.HAND_IN) and report.standing and (report.area, report.department) == (by.area, by.department)


def _neighbours(found: Matrix, period: str) -> tuple[str | None, str | None]:
    """The periods before and after, where there are."""
    names = [one.name for one in reversed(found.periods)]
    at = names.index(period)
    return names[at - 1] if at else None, names[at + 1] if at + 1 < len(names) else None
