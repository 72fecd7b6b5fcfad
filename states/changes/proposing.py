"""Proposing edits: one field of one subject each, with what stood there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.cases import hold, open_cases
from engine.clock import office_day
from engine.errors import BadInput, MoveBlocked, NotFound
from engine.guards import Blocker
from engine.words import N_
from states.changes import register
from states.changes.against import against
from states.changes.change import CHANGE, EDIT, MONTHLY, ONCE, SOURCES, THIS_ROUND, Change
from states.changes.fields import Field, field_of
from states.changes.moving import numbered
from states.changes.standing import OTHERS, last_changers, terms_of
from states.packs.schema import ChangePart
from states.packs.store import in_force

NOT_THERE = Blocker("not-found", N_("找不到这一户或这名成员，或不在您的管辖范围内"))
AT_ONCE = 500
"""So many subjects are asked about in one statement."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A new value for a field of a household or a member, as somebody wrote it.

    `before` is the stored value that they saw; None when they saw the present one.
    """

    subject: str
    subject_id: int
    field: str
    written: str
    before: str | None = None
    happened_on: date | None = None


@dataclass(slots=True)
class Proposals:
    """What came of many edits: the changes that wait, who is held by place in the list, how many say nothing new."""

    made: list[Change] = field(default_factory=list)
    held: dict[int, tuple[Blocker, ...]] = field(default_factory=dict)
    same: int = 0


def propose_many(session: Session, edits: Sequence[Edit], *, by: Actor, at: datetime, source: str) -> Proposals:
    """Propose each edit that says something new; what cannot be proposed is held with its reasons.

    Nothing enters the register before another person agrees. `source` is one of `SOURCES`. A few statements for
    any number of edits.
    """
    assert source in SOURCES, source
    outcome = Proposals()
    known = register.look(
        session,
        [edit.subject_id for edit in edits if edit.subject == "household"],
        [edit.subject_id for edit in edits if edit.subject == "member"],
        _persons(edits),
    )
    hold(session, {home.case_id for home in known.households.values() if by.covers(home.group_code)})
    terms = terms_of(session, in_force, {home.group_code for home in known.households.values()}, office_day(at))
    waiting = _waiting(session, edits)
    changers = last_changers(session, [home.case_id for home in known.households.values()])
    for place, edit in enumerate(edits):
        made = _drafted(edit, known, terms, by, at, source)
        if isinstance(made, tuple):
            outcome.held[place] = made
            continue
        if made.after in (made.before, _present(made, known)):
            outcome.same += 1
            continue
        key = (made.subject, made.subject_id, made.field)
        reasons = list(against(made, known, terms[made.area], office_day(at), _changer(made, known, changers)))
        if who := waiting.get(key):
            reasons.append(Blocker("already-waiting", N_("这一项已有%(who)s提出的变更待核对"), {"who": who}))
        if reasons:
            outcome.held[place] = tuple(reasons)
            continue
        waiting[key] = by.name
        outcome.made.append(made)
    store(session, outcome.made, by, at)
    return outcome


def propose(session: Session, edits: Sequence[Edit], *, by: Actor, at: datetime, source: str) -> list[Change]:
    """Propose all of these edits or none; raises `MoveBlocked` with every reason."""
    done = propose_many(session, edits, by=by, at=at, source=source)
    if done.held:
        raise MoveBlocked("propose", [reason for reasons in done.held.values() for reason in reasons])
    return done.made


def store(session: Session, changes: Sequence[Change], by: Actor, at: datetime) -> None:
    """Open a case for each change and store it."""
    cases = open_cases(session, CHANGE, [one.area for one in changes], by, at) if changes else []
    for change, case in zip(changes, cases, strict=True):
        change.case_id = case.id
    session.add_all(changes)
    session.flush()


def sorted_by(terms: ChangePart, day: date | None) -> str:
    """The round to which a change of that day belongs (XZ11); empty where the pack has no cut-off."""
    if terms.cutoff is None:
        return ""
    return MONTHLY if day is not None and day > terms.cutoff else THIS_ROUND


def _drafted(
    edit: Edit, known: register.Register, terms: dict[str, ChangePart], by: Actor, at: datetime, source: str
) -> Change | tuple[Blocker, ...]:
    row = known.row(edit.subject, edit.subject_id)
    about = field_of(edit.subject, edit.field)
    if row is None or about is None or not by.covers(row.group_code):
        return (NOT_THERE,)
    try:
        after = about.read(edit.written, office_day(at))
    except BadInput as error:
        return tuple(Blocker("bad-value", problem.reason) for problem in error.problems)
    member = edit.subject == "member"
    return Change(
        nature=EDIT,
        household_id=known.members[edit.subject_id].household_id if member else edit.subject_id,
        member_id=edit.subject_id if member else None,
        area=row.group_code,
        subject=edit.subject,
        subject_id=edit.subject_id,
        field=about.name,
        before=about.of(row) if edit.before is None else edit.before,
        after=after,
        person=_person(about, after),
        happened_on=edit.happened_on,
        part=sorted_by(terms[row.group_code], edit.happened_on),
        source=source,
        keying=ONCE if about.name in terms[row.group_code].double_keyed else "",
        **proposed(by, at),
    )


def proposed(by: Actor, at: datetime) -> dict[str, object]:
    """The columns that say who proposed, and that nobody has decided."""
    return {"proposed_by": by.id, "proposed_by_name": by.name, "proposed_at": at, "live": True, "agreed_by": ""}


def _present(change: Change, known: register.Register) -> str:
    return change.about.of(known.row(change.subject, change.subject_id))


def _person(about: Field, after: str) -> str:
    return str(numbered(after)["person"]) if about.type == "identity" else ""


def _persons(edits: Sequence[Edit]) -> list[str]:
    found = []
    for edit in edits:
        about = field_of(edit.subject, edit.field)
        if about is not None and about.type == "identity":
            try:
                found.append(_person(about, about.read(edit.written)))
            except BadInput:
                continue  # told where the edit is drafted
    return found


def _changer(change: Change, known: register.Register, changers: dict[int, str]) -> str:
    return changers.get(known.households[change.household_id].case_id, OTHERS)


def _waiting(session: Session, edits: Sequence[Edit]) -> dict[tuple[str, int, str], str]:
    """Who proposed what still waits, by subject and field."""
    found: dict[tuple[str, int, str], str] = {}
    subjects = sorted({(edit.subject, edit.subject_id) for edit in edits})
    columns = (Change.subject, Change.subject_id, Change.field, Change.proposed_by_name)
    for start in range(0, len(subjects), AT_ONCE):
        part = subjects[start : start + AT_ONCE]
        query = select(*columns).where(Change.live, tuple_(Change.subject, Change.subject_id).in_(part))
        found |= {(row[0], row[1], row[2]): row[3] for row in session.execute(query)}
    return found


def subject_of(session: Session, member_id: int, by: Actor) -> register.Register:
    """The register around a present member of the actor's area; raises `NotFound`."""
    known = register.look(session, (), [member_id])
    member = known.members.get(member_id)
    if member is None or not by.covers(member.group_code):
        raise NotFound("member", member_id)
    return known
