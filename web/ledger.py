"""The ledger for those who audit: its last seals, and the whole of it proved on demand."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine.jobs.asking import enqueue
from engine.ledger import Entry
from engine.seals import Seal
from engine.verify import Verified, verify
from states.roles import Permission
from web import now, once, who
from web.access import Area, access
from web.database import reading, work
from web.extensions import limiter
from web.worker.kinds import LEDGER

bp = Blueprint("ledger", __name__, url_prefix="/ledger")
SEALS, FAULTS, SHORT = 14, 200, 50_000


@bp.get("")
@access(Permission.READ_LEDGER, Area.LIST)
def index() -> str:
    """Show the last seals."""
    with reading() as db:
        return _page(db)


@bp.post("/verify")
@limiter.limit("6 per minute")
@access(Permission.READ_LEDGER, Area.LIST)
def prove() -> str | Response:
    """Prove every chain and every seal, from the first entry on; a long ledger in the background."""
    with reading() as db:
        if not _is_long(db):
            return _page(db, verify(db))
    by = who.actor()
    with work() as db:
        job = enqueue(db, LEDGER, {}, by=by, at=now.now(), key=once.key())
    return redirect(url_for("jobs.show", job_id=job.id))


def _is_long(db: Session) -> bool:
    """Whether proving everything takes longer than anybody waits for a page."""
    return (db.scalar(select(func.max(Entry.id))) or 0) > SHORT


def _page(db: Session, found: Verified | None = None) -> str:
    seals = db.scalars(select(Seal).order_by(Seal.id.desc()).limit(SEALS)).all()
    return render_template("ledger.html", seals=seals, found=found, at=now.wall(), most=FAULTS)
