"""The book of rules in force: which definition a digest names, and how each kind's facts are loaded.

Upper layers make one book when the program starts and hand it down; the engine never looks one up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from engine.arrangements import calendar_for
from engine.definition import Definition
from engine.errors import NotFound
from engine.workdays import Calendar

if TYPE_CHECKING:
    from engine.decide import Decision
    from engine.facts import Facts

Loader = Callable[[Session, Sequence[int], date], Mapping[int, Any]]
Follower = Callable[[Session, Sequence[tuple["Facts", "Decision"]]], None]
Finder = Callable[[Session, str], Definition | None]


class Book:
    """Definitions by digest, and for each kind of case what is particular to it.

    That is how its facts are loaded, and what a move writes into its own tables in the same
    transaction (`followers`).

    `find` is asked once for a digest that is not known yet: running cases keep the wording they
    began with, and only the database still has it.
    """

    def __init__(
        self, find: Finder, loaders: Mapping[str, Loader], followers: Mapping[str, Follower] | None = None
    ) -> None:
        self._find = find
        self._loaders = loaders
        self._followers = dict(followers or {})
        self._definitions: dict[str, Definition] = {}

    def definition(self, session: Session, digest: str) -> Definition:
        """The definition that `digest` names; raises `NotFound`."""
        known = self._definitions.get(digest)
        if known is None:
            known = self._find(session, digest)
            if known is None:
                raise NotFound("definition", digest)
            self._definitions[digest] = known
        return known

    def add(self, definition: Definition) -> Definition:
        """Make a definition known that lives in code."""
        self._definitions[definition.digest] = definition
        return definition

    def subjects(self, session: Session, kind: str, case_ids: Sequence[int], today: date) -> Mapping[int, Any]:
        """What is particular to these cases, by case id; one batch."""
        loader = self._loaders.get(kind)
        return loader(session, case_ids, today) if loader else {}

    def follow(self, session: Session, moved: Sequence[tuple[Facts, Decision]]) -> None:
        """Let each kind write down what the moves mean for its own tables; steps alone mean nothing there."""
        for kind, follower in self._followers.items():
            if mine := [(facts, decision) for facts, decision in moved if decision.move and facts.kind == kind]:
                follower(session, mine)

    def calendar(self, session: Session, area: str) -> Calendar:
        """The working days of a place."""
        return calendar_for(session, area)
