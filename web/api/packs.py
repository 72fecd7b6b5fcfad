"""Packs: the plans of places and periods, with their moves and steps."""

from __future__ import annotations

from datetime import date

from flask import Response
from pydantic import BaseModel, Field

from engine.definition import Move
from engine.errors import NotFound
from states.packs.known import stored
from states.packs.loader import Pack
from states.packs.store import of_digest
from states.roles import Permission
from web.access import Area, access
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.database import reading


class PackPath(BaseModel):
    """A pack in the address."""

    pack_id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,40}$")


class Heading(Answer):
    """What a pack is, and where and when it holds."""

    id: str
    title: str
    digest: str
    extends: str | None
    places: list[str]
    valid_from: date | None
    valid_until: date | None


class Headings(Answer):
    """All packs in force."""

    items: list[Heading]


class PackStep(Answer):
    """One step of a move."""

    name: str
    title: str
    role: str
    after: list[str]
    needs: list[str]
    basis: str


class PackMove(Answer):
    """A move with the steps of its procedure."""

    name: str
    label: str
    sources: list[str]
    target: str
    irreversible: bool
    basis: str
    steps: list[PackStep]


class WholePack(Heading):
    """A pack with its states and moves."""

    states: dict[str, str]
    moves: list[PackMove]


@bp.get("/packs", responses={200: Headings})
@access(Permission.READ_PACKS, Area.NONE)
def packs() -> Response:
    """List the packs."""
    with reading() as db:
        found = [_heading(pack) for pack in (of_digest(db, row.digest) for row in stored(db).values())]
    return answer(Headings(items=found))


@bp.get("/packs/<pack_id>", responses={200: WholePack})
@access(Permission.READ_PACKS, Area.OPEN)
def pack(path: PackPath) -> Response:
    """One pack."""
    with reading() as db:
        rows = stored(db)
        if path.pack_id not in rows:
            raise NotFound("pack", path.pack_id)
        found = of_digest(db, rows[path.pack_id].digest)
    definition = found.definition
    moves = [_move(move) for move in definition.moves]
    return answer(WholePack(**_heading(found).model_dump(), states=definition.labels, moves=moves))


def _heading(pack: Pack) -> Heading:
    head = pack.file.pack
    return Heading(
        id=head.id,
        title=head.title,
        digest=pack.digest,
        extends=head.extends,
        places=list(head.places),
        valid_from=head.valid.since,
        valid_until=head.valid.until,
    )


def _move(move: Move) -> PackMove:
    return PackMove(
        name=move.name,
        label=move.label,
        sources=list(move.sources),
        target=move.target,
        irreversible=move.irreversible,
        basis=move.basis,
        steps=[
            PackStep(
                name=spec.name,
                title=spec.title,
                role=spec.by,
                after=list(spec.after),
                needs=[need.title for need in spec.needs],
                basis=spec.basis,
            )
            for spec in (move.procedure.ordered if move.procedure else ())
        ],
    )
