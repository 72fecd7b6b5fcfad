"""How changes stand today: the register around them, the pack in force there, the visits behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.book import Loader
from engine.clock import office_day
from engine.errors import NotFound
from engine.ledger import Entry
from engine.words import N_
from states.changes import register
from states.changes.against import against
from states.changes.change import EDIT, Change, ChangeFacts
from states.changes.visits import Seen, visits_of
from states.packs.loader import Pack
from states.packs.schema import ChangePart

InForce = Callable[[Session, str, date], Pack]
SIGNERS = {"household", "collector"}
OTHERS = N_("别人")


def terms_of(session: Session, in_force: InForce, areas: Iterable[str], today: date) -> dict[str, ChangePart]:
    """What the pack in force says about changes, by area; the plain terms where none is in force."""
    found = {}
    for area in set(areas):
        try:
            found[area] = in_force(session, area, today).file.change
        except NotFound:
            found[area] = ChangePart()
    return found


def changes_of(in_force: InForce) -> Loader:
    """The loader of what guards read of changes; `in_force` finds the pack of a place and day."""

    def load(session: Session, case_ids: Sequence[int], today: date) -> dict[int, ChangeFacts]:
        session.flush()
        changes = session.scalars(select(Change).where(Change.case_id.in_(list(case_ids)))).all()
        known = register.read(session, changes)
        terms = terms_of(session, in_force, {one.area for one in changes}, today)
        changers = last_changers(session, [known.households[one.household_id].case_id for one in changes])
        key = [one for one in changes if is_key(one)]
        seen = visits_of(session, [known.households[one.household_id].case_id for one in key])
        return {one.case_id: _facts(one, known, terms[one.area], today, changers, seen) for one in changes}

    return load


def is_key(change: Change) -> bool:
    """Whether the change is about a key fact."""
    return change.nature == EDIT and change.about.key


def _facts(
    change: Change,
    known: register.Register,
    terms: ChangePart,
    today: date,
    changers: Mapping[int, str],
    seen: Mapping[int, Sequence[Seen]],
) -> ChangeFacts:
    case_id = known.households[change.household_id].case_id
    reasons = tuple(against(change, known, terms, today, changers.get(case_id, OTHERS)))
    entered = (change.proposed_by, *([change.agreed_by] if change.third else []))
    label = change.about.label if is_key(change) else ""
    since = office_day(change.proposed_at) - timedelta(days=terms.visit_within)
    if label and any(one.signers >= SIGNERS and one.happened_on >= since for one in seen.get(case_id, ())):
        label = ""
    return ChangeFacts(entered, change.proposed_by, reasons, change.keying, label, terms.visit_within)


def last_changers(session: Session, case_ids: Iterable[int]) -> dict[int, str]:
    """Who last had a change written into each household's ledger, by case."""
    query = select(Entry.case_id, Entry.actor_name).where(Entry.case_id.in_(set(case_ids)))
    changed = query.where(Entry.kind.in_(("changed", "members-left"))).order_by(Entry.sequence)
    return {row[0]: row[1] for row in session.execute(changed)}
