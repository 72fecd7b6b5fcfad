"""方案变更: what was proposed and what became of it, what was carried over, and which cases are stuck."""

from __future__ import annotations

from flask import render_template
from sqlalchemy.orm import Session

from states.packs.known import stored
from states.packs.store import StoredPack
from states.roles import Permission
from states.wordings import migrating, orphans, proposals
from states.wordings.proposals import STATES
from web import tools, who
from web.access import Area, access
from web.database import reading
from web.lab_changes.blueprint import bp


@bp.get("/changes")
@access(Permission.READ_PACKS, Area.LIST)
def index() -> str:
    """Show the proposals, and the migrations in the reader's area."""
    with reading() as db:
        rows, past = proposals.listed(db), migrating.latest(db, who.actor())
        titles = titles_of(db, {digest for one in past for digest in (one.source, one.target)})
        names = {name: row.title for name, row in stored(db).items()}
    return render_template(
        "lab_changes/index.html", waiting=[one for one in rows if one.is_open],
        settled=[one for one in rows if not one.is_open], past=past, titles=titles, names=names, states=STATES,
    )  # fmt: skip


@bp.get("/orphans")
@access(Permission.READ_PACKS, Area.LIST)
def stuck() -> str:
    """Scan the reader's area for cases that nobody could bring further."""
    with reading() as db:
        found = orphans.scan(db, tools.book(), who.actor().area)
    return render_template("lab_changes/orphans.html", found=found)


def titles_of(db: Session, digests: set[str]) -> dict[str, str]:
    """The title of each wording with the beginning of its digest, by which two of one pack are told apart."""
    found = {digest: db.get(StoredPack, digest) for digest in digests}
    return {digest: f"{row.title if row else ''}（{digest[:8]}）" for digest, row in found.items()}
