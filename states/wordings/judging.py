"""What becomes of households under another wording: the engine's judgment, with what only households have.

A notice that hangs keeps its household where it is, and so does a decision that was taken on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from engine.book import Book
from engine.facts import Facts
from engine.further import look_further
from engine.guards import Blocker
from engine.migrating import KEPT, Crossing, Judged, judge
from engine.runs import DONE, OPEN
from engine.words import N_
from states.notices import CLOSED
from states.packs.loader import Pack
from states.packs.store import of_digest
from states.subjects import HouseholdFacts
from states.terms import terms_of
from states.wordings.holding import places_of


class Crossings:
    """From any wording to one wording, each way thought out once."""

    def __init__(self, session: Session, book: Book, target: Pack) -> None:
        self._session, self._book, self.target = session, book, target
        self._places = places_of(session, target)
        self._known: dict[str, Crossing] = {}

    def of(self, source: str) -> Crossing:
        """The way from the wording that a digest names; raises `NotFound`."""
        if source not in self._known:
            old = self._book.definition(self._session, source)
            new = self._book.definition(self._session, self.target.digest)
            self._known[source] = Crossing(old, new, self._renames(source))
        return self._known[source]

    def holds_at(self, area: str) -> bool:
        """Whether the wording is one for this place at all."""
        return area.startswith(self._places)

    def _renames(self, source: str) -> Mapping[str, str]:
        """The new wording's own table; on the way back, the old one's read backwards."""
        back = {new: old for old, new in of_digest(self._session, source).file.migrate.rename.items()}
        return back | dict(self.target.file.migrate.rename)


def look_ahead(session: Session, book: Book, gathered: Mapping[int, Facts], targets: Mapping[int, str]) -> None:
    """Add what only the new wordings look at: days that their clocks count from, and what earlier runs left.

    `targets` are the digests of the new wordings by case.
    """
    probes = []
    for case_id, digest in targets.items():
        facts = gathered.get(case_id)
        if facts and facts.run_id is not None and facts.move in book.definition(session, digest).by_name:
            probes.append(replace(facts, definition=digest))
    look_further(session, book, probes)
    for probe in probes:
        facts = gathered[probe.case_id]
        facts.days, facts.past = facts.days or probe.days, facts.past or probe.past


def judged(crossing: Crossing, facts: Facts) -> Judged:
    """What becomes of a household under the new wording, or every reason against it."""
    found = judge(crossing, facts, _subject(crossing, facts.subject))
    if facts.run_id is None:
        return found
    against = (*found.refusals, *_decided(crossing, facts), *_hanging(crossing, facts, found))
    return Judged(facts, against) if against else found


def _subject(crossing: Crossing, subject: HouseholdFacts) -> HouseholdFacts:
    """The household with its notices under the new names of their steps."""
    if not crossing.rename or not subject.notices:
        return subject
    return replace(subject, notices=tuple(one._replace(step=crossing.name_of(one.step)) for one in subject.notices))


def _decided(crossing: Crossing, facts: Facts) -> Iterator[Blocker]:
    procedure = crossing.old.by_name[facts.move].procedure
    for spec in procedure.steps if procedure else ():
        fact = facts.steps.get(spec.name)
        if fact and any(need.name == "evidence:decision" for need in spec.each_need):
            taken = fact.status == DONE or (fact.status == OPEN and facts.shown("decision"))
            if taken:
                text = N_("“%(step)s”已经作出决定，要按作决定时的方案办完")
                yield Blocker("decision-taken", text, {"step": spec.title}, spec.basis)
                return


def _hanging(crossing: Crossing, facts: Facts, found: Judged) -> Iterator[Blocker]:
    """The notices up or drawn up for open steps that the new wording would not wait for in the same way."""
    kept = {one.was for one in found.steps if one.fate == KEPT}
    for step in dict.fromkeys(one.step for one in facts.subject.notices if one.in_force and one.status != CLOSED[0]):
        fact = facts.steps.get(step)
        if fact is None or fact.status != OPEN:
            continue
        old = terms_of(crossing.old.digest, step)
        new = terms_of(crossing.new.digest, crossing.name_of(step))
        if new is None or old is None or new.level != old.level or (found.after and step not in kept):
            text = N_("“%(step)s”的公示还没有办结，新方案不在这一步等它；公示期满办结或作废以后再迁移")
            yield Blocker("notice-hangs", text, {"step": crossing.title_of(facts, step)})
