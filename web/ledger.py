"""The ledger for those who audit: its last seals, and the whole of it proved on demand."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.seals import Seal
from engine.verify import Verified, verify
from states.roles import Permission
from web import now
from web.access import Area, access
from web.database import reading
from web.extensions import limiter

bp = Blueprint("ledger", __name__, url_prefix="/ledger")
SEALS, FAULTS = 14, 200


@bp.get("")
@access(Permission.READ_LEDGER, Area.LIST)
def index() -> str:
    """Show the last seals."""
    with reading() as db:
        return _page(db)


@bp.post("/verify")
@limiter.limit("6 per minute")
@access(Permission.READ_LEDGER, Area.LIST)
def prove() -> str:
    """Prove every chain and every seal, from the first entry on."""
    with reading() as db:
        return _page(db, verify(db))


def _page(db: Session, found: Verified | None = None) -> str:
    seals = db.scalars(select(Seal).order_by(Seal.id.desc()).limit(SEALS)).all()
    return render_template("ledger.html", seals=seals, found=found, at=now.wall(), most=FAULTS)
