"""What a kind of list is: its headings, what is asked beside the file, how it is looked through, how it is stored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.jobs.job import Sentence
from states.import_columns import CellProblem, Normalised
from states.intake.intakes import Intake
from states.roles import Permission
from states.workbooks import Sheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that the clerk states beside the file; one of `choices` by code, or free words where there are none.

    `must` says that nothing is looked at before it is answered, `form` how an answer in words has to be written.
    """

    name: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    must: bool = False
    hint: str = ""
    form: Literal["words", "day", "year"] = "words"

    def fits(self, written: str) -> bool:
        """Whether an answer is written as it has to be."""
        if self.form == "year":
            return len(written) == 4 and written.isascii() and written.isdigit()
        try:
            return self.form == "words" or bool(date.fromisoformat(written))
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who takes a list in, when, and what they stated; `resumes` where an earlier taking in goes on."""

    by: Actor
    at: datetime
    stated: Mapping[str, str] = field(default_factory=dict)
    resumes: bool = False

    @property
    def today(self) -> date:
        """The office day."""
        return office_day(self.at)


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """What a list was found to be: what each good line brings, by its row, and everything against the others.

    `same` lines say what is on record already. `told` are sentences with totals, to be held against the list's foot.
    """

    items: Mapping[int, T]
    problems: Sequence[CellProblem] = ()
    changes: Sequence[Normalised] = ()
    same: int = 0
    told: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of list. `check` stores nothing; `store` writes items, and answers how many records are new.

    `needs` is the permission to take one in; `blank` makes the headings and example lines of the empty form.
    """

    id: str
    title: str
    hint: str
    needs: Permission
    words: Callable[[], Collection[str]]
    blank: Callable[[], tuple[Sequence[str], Sequence[Sequence[Any]]]]
    check: Callable[[Session, Sheet, Asking], Checked[T]]
    store: Callable[[Session, Sequence[T], Intake, Asking], int]
    asks: tuple[Ask, ...] = ()
