"""A new wording of a pack: one person proposes it, another puts it in force, and what was approved is what holds.

A wording that is proposed lies in the database as every other, so that it can be read, compared and tried out; it
holds nowhere until it is put in force. Packs that extend it get a new wording with it, and go with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code
from engine.db import Base, Instant
from engine.errors import BadInput, InvalidDefinition, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from states.packs.known import stored, texts
from states.packs.loader import Pack, load, overlaps
from states.packs.store import StoredPack, keep_in_mind, put_in_force, set_down

PROPOSED, IN_FORCE, REFUSED, WITHDRAWN = "proposed", "in-force", "refused", "withdrawn"
STATES = {
    PROPOSED: N_("待启用"),
    IN_FORCE: N_("已启用"),
    REFUSED: N_("没有同意"),
    WITHDRAWN: N_("提出人已撤回"),
}
LONGEST = 200


class Proposal(Base):
    """A wording that somebody proposed, and what became of it; `along` are the packs that go with it, as JSON pairs."""

    __tablename__ = "pack_proposal"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    pack_id: Mapped[str] = mapped_column(String(48), index=True)
    digest: Mapped[str] = mapped_column(code(64), index=True)
    title: Mapped[str] = mapped_column(String(60))
    along: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=PROPOSED)
    proposed_by: Mapped[str] = mapped_column(String(64))
    proposed_by_name: Mapped[str] = mapped_column(String(64))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_by_name: Mapped[str] = mapped_column(String(64), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def wordings(self) -> dict[str, str]:
        """The digest of each pack that it puts in force, by the id of the pack."""
        return {self.pack_id: self.digest} | dict(json.loads(self.along))

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second person."""
        return self.state == PROPOSED


def listed(session: Session, limit: int = 100) -> Sequence[Proposal]:
    """The proposals, the newest first."""
    return session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(limit)).all()


def find(session: Session, number: int) -> Proposal:
    """A proposal; raises `NotFound`."""
    found = session.get(Proposal, number)
    if found is None:
        raise NotFound("proposal", number)
    return found


def read(session: Session, name: str, text: str) -> dict[str, Pack]:
    """The wordings that a text brings: its own, and those of the packs that extend it; raises `InvalidDefinition`."""
    together = texts(session) | {name: text}
    packs = {one: load(one, together) for one in together}
    if problems := overlaps(packs):
        raise InvalidDefinition(*problems)
    here = stored(session)
    return {
        one: pack
        for one, pack in packs.items()
        if one == name or (_extends(packs, one, name) and (one not in here or here[one].digest != pack.digest))
    }


def in_mind(session: Session, name: str, text: str) -> dict[str, str]:
    """The wordings that a text brings, to be tried out without being kept: digests by the ids of the packs."""
    return {one: keep_in_mind(pack) for one, pack in read(session, name, text).items()}


def propose(session: Session, name: str, text: str, *, by: Actor, at: datetime) -> Proposal:
    """Keep a wording for a second person to put in force; raises `BadInput` where it waits or is in force already."""
    brought = read(session, name, text)
    digest, here = brought[name].digest, stored(session)
    if name in here and here[name].digest == digest:
        raise BadInput(Problem("", N_("这一版正在执行，没有改动")))
    waiting = select(Proposal.id).where(Proposal.digest == digest, Proposal.state == PROPOSED)
    if session.scalar(waiting):
        raise BadInput(Problem("", N_("这一版已经提出，正等另一个人启用")))
    known = texts(session) | {name: text}
    for pack in brought.values():
        set_down(session, pack, known[pack.id], at)
    along = {one: pack.digest for one, pack in brought.items() if one != name}
    made = Proposal(
        pack_id=name, digest=digest, title=brought[name].file.pack.title, along=canonical(along),
        proposed_by=by.id, proposed_by_name=by.name, proposed_at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def problems(session: Session, proposal: Proposal) -> tuple[Problem, ...]:
    """What the checks say today of what was proposed: read anew beside the packs that hold now."""
    row = session.get_one(StoredPack, proposal.digest)
    try:
        brought = read(session, proposal.pack_id, row.source)
    except InvalidDefinition as error:
        return tuple(error.problems)
    if {one: pack.digest for one, pack in brought.items()} != proposal.wordings:
        return (Problem("", N_("提出以后，它所依据的方案又变了，读出来已不是当时提出的那一版；请重新提出")),)
    return ()


def activate(session: Session, number: int, *, by: Actor, at: datetime) -> Proposal:
    """Put a proposal in force from now on; running cases keep the wording that they began with.

    Raises `Refused` for the proposer's own hand and for one that is settled, `InvalidDefinition` when the checks,
    asked again, say no, or when it would no longer read as what was proposed.
    """
    proposal = _held(session, number)
    if by.id == proposal.proposed_by:
        text = N_("这一版是您自己提出的，要由另一个人启用")
        raise Refused("activate", [Blocker("same-person", text, {}, "", "admin")])
    if found := problems(session, proposal):
        raise InvalidDefinition(*found)
    put_in_force(session, proposal.wordings, at)
    return _settle(session, proposal, IN_FORCE, "", by, at)


def refuse(session: Session, number: int, reason: str, *, by: Actor, at: datetime) -> Proposal:
    """Take a proposal back or refuse it, with a reason; raises `Refused` for a settled one and `BadInput`."""
    proposal = _held(session, number)
    if not reason.strip() or len(reason) > LONGEST:
        raise BadInput(Problem("reason", N_("请写明原因，最多200个字")))
    return _settle(session, proposal, WITHDRAWN if by.id == proposal.proposed_by else REFUSED, reason.strip(), by, at)


def _held(session: Session, number: int) -> Proposal:
    proposal = session.get(Proposal, number, with_for_update=True, populate_existing=True)
    if proposal is None:
        raise NotFound("proposal", number)
    if not proposal.is_open:
        told = {"who": proposal.decided_by_name, "state": STATES[proposal.state]}
        raise Refused("activate", [Blocker("settled", N_("%(who)s已经办过：%(state)s"), told)])
    return proposal


def _settle(session: Session, proposal: Proposal, state: str, reason: str, by: Actor, at: datetime) -> Proposal:
    proposal.state, proposal.reason = state, reason
    proposal.decided_by, proposal.decided_by_name, proposal.decided_at = by.id, by.name, at
    session.flush()
    return proposal


def _extends(packs: Mapping[str, Pack], one: str, other: str) -> bool:
    """Whether a pack rests on another, near or far."""
    parent = packs[one].file.pack.extends
    return parent is not None and (parent == other or (parent in packs and _extends(packs, parent, other)))
