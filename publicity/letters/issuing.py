"""Issuing a letter: drafted, printed outside any transaction, and issued only if nothing has changed meanwhile.

The number is drawn and the values are read anew inside the transaction that issues; when either is another by then,
the paper is printed again. So no number is lost, and what was printed is what stands in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from publicity.documents.registry import Printed, find
from publicity.letters.catalogue import letter_of
from publicity.letters.letter import Asking, Draft, check
from states.issued import issuing, numbers
from states.issued.issuing import Made
from states.issued.numbers import Number
from states.issued.paper import Paper

Answer = TypeVar("Answer")
TRIES = 8
AGAIN = {"number-taken", "changed-meanwhile"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter ready for the press: its values with number, edition and day."""

    name: str
    draft: Draft
    number: Number
    values: Mapping[str, Any]


def draft(name: str, asking: Asking) -> Draft:
    """What the letter would say; raises `BadInput`, and `Refused` with every reason against it."""
    letter = letter_of(name)
    check(letter, asking)
    if asking.by.role not in letter.by:
        text = N_("“%(paper)s”不由您的岗位印发")
        raise Refused("issue", [Blocker("role-required", text, {"paper": find(name).title}, "", letter.by[0])])
    made = letter.draft(asking)
    if blockers := [*made.blockers, *issuing.against(made.area, asking.by)]:
        raise Refused("issue", blockers)
    return made


def ready(name: str, asking: Asking, old: Paper | None = None) -> Ready:
    """The letter with the number that is next, or with that of the paper of which it is a new edition."""
    asking = replace(asking, old=old.id if old else None)
    made, session, year = draft(name, asking), asking.session, asking.today.year
    if old is None:
        number, edition = numbers.next_number(session, made.area, made.stem, year, made.office), 1
    else:
        number, edition = Number(old.area, old.stem, old.year, old.serial), old.edition + 1
    imprint = {"number": str(number), "edition": edition, "issued_on": asking.today.isoformat()}
    return Ready(name, made, number, {**made.values, **imprint})


def issue(wanted: Ready, printed: Printed, asking: Asking, old: Paper | None = None, reason: str = "") -> Paper:
    """Issue what was printed, as a new edition of `old` if given; `Refused` when it is no longer true."""
    numbers.take_turn(asking.session, wanted.draft.area)
    again = ready(wanted.name, asking, old)
    if canonical(again.values) != canonical(wanted.values):
        text = N_("印制期间文号或内容有变动，请重新印发")
        raise Refused("issue", [Blocker("changed-meanwhile", text)])
    made = Made(printed.values_digest, printed.digest, printed.pages)
    vouches = {"kind": wanted.name, "params": dict(asking.given), **again.draft.vouches}
    if old is None:
        paper = _new(again, made, vouches, asking)
    else:
        paper = issuing.replace(
            asking.session, asking.book, old, again.draft.title, again.values, made, reason,
            vouches=vouches, by=asking.by, at=asking.at,
        )  # fmt: skip
    letter_of(wanted.name).afterwards(asking, paper, again.draft)
    return paper


def _new(wanted: Ready, made: Made, vouches: Mapping[str, Any], asking: Asking) -> Paper:
    told = wanted.draft
    return issuing.issue(
        asking.session, wanted.name, told.area, told.title, wanted.values, made, number=wanted.number, vouches=vouches,
        about=told.about, department=told.department, answers=told.answers, by=asking.by, at=asking.at,
    )  # fmt: skip


def press(
    look: Callable[[], Ready],
    typeset: Callable[[str, Mapping[str, Any]], Printed],
    store: FileStore,
    write: Callable[[Ready, Printed], Answer],
) -> Answer:
    """Look, print and write, each on its own, and again when somebody else was first with the number.

    Raises what they raise.
    """
    left = TRIES
    while True:
        wanted, left = look(), left - 1
        printed = typeset(wanted.name, wanted.values)
        store.put(printed.pdf)
        try:
            return write(wanted, printed)
        except Refused as refused:
            if not left or not {blocker.code for blocker in refused.blockers} <= AGAIN:
                raise
