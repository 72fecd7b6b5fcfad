"""What is due at a household's house, whatever form it belongs to, so that nobody has to come twice (TZ28)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.errors import NotFound
from engine.words import N_
from states.changes.fields import fields
from states.changes.shown import Line, waiting_of
from states.households import Household
from states.livelihood.student_list import Difference
from states.livelihood.work_doubts import Doubt
from states.places.locations import Location
from states.policy_ledgers.desk import Line as PolicyLine
from states.policy_ledgers.desk import open_of
from states.quality import desk
from states.reconciliation.visiting import ToAsk, to_ask
from states.visits import details
from states.visits.help import Help, help_due
from states.visits.incomes import Income, incomes_due
from states.visits.livelihood import Question, mismatches, questions
from states.visits.people import Person, people_of, present
from states.visits.signatures import KeyFacts, key_facts_of
from states.visits.students import listed_otherwise

Row = TypeVar("Row")

SECTIONS = {
    "household": N_("户的信息"),
    "members": N_("家庭成员"),
    "income": N_("收入"),
    "work": N_("务工"),
    "students": N_("雨露计划"),
    "help": N_("风险和帮扶"),
    "findings": N_("疑点"),
    "ledgers": N_("台账差异"),
    "policies": N_("部门台账"),
    "changes": N_("待核对的变更"),
    "key-facts": N_("重要信息双签字"),
}
"""The parts of a visit, in the order of the sheet."""


@dataclass(frozen=True, slots=True)
class Due:
    """Everything of one household that a visit settles.

    `missing` are labels of the household's own empty facts, the place among them, `details` those of the forms'
    further ones; `doubts` are mismatches about work, `students` and `ledgers` what lists from outside say differently,
    `policies` what departments changed for its people.
    """

    household: Household
    missing: tuple[str, ...]
    details: tuple[str, ...]
    people: tuple[Person, ...]
    income: Income | None
    doubts: tuple[Doubt, ...]
    questions: tuple[Question, ...]
    students: tuple[Difference, ...]
    help: Help
    findings: tuple[desk.Doubt, ...]
    ledgers: tuple[ToAsk, ...]
    policies: tuple[PolicyLine, ...]
    changes: tuple[Line, ...]
    key_facts: KeyFacts

    @property
    def sections(self) -> tuple[str, ...]:
        """The parts in which something is due, by their codes in `SECTIONS`."""
        due = (
            self.missing or self.details,
            any(one.empty for one in self.people),
            self.income is not None and self.income.is_due,
            self.doubts or self.questions,
            self.students,
            self.help.is_due,
            self.findings,
            self.ledgers,
            self.policies,
            self.changes,
            self.key_facts.unsigned,
        )
        return tuple(name for name, is_due in zip(SECTIONS, due, strict=True) if is_due)


def due_at(session: Session, household_ids: Sequence[int], by: Actor, today: date) -> dict[int, Due]:
    """What is due at each of these households, in their order; some twenty-five statements for a village's.

    Raises `NotFound` for a household outside the actor's area.
    """
    wanted = select(Household).where(Household.id.in_(set(household_ids)), within(Household.group_code, by.area))
    homes = {home.id: home for home in session.scalars(wanted)}
    if absent := [number for number in household_ids if number not in homes]:
        raise NotFound("household", absent[0])
    ids, houses = list(homes), list(homes.values())
    everybody = people_of(session, ids)
    incomes = incomes_due(session, houses, everybody, today)
    doubts, asked = mismatches(session, houses, by, today), questions(session, houses, everybody, today)
    helped = help_due(session, houses, today)
    signatures = key_facts_of(session, [one.case_id for one in houses], today)
    findings = _by_household(desk.open_of(session, ids, by), lambda one: one.finding.household_id or 0)
    changes = _by_household(waiting_of(session, ids, by), lambda one: one.change.household_id)
    located = select(Location.household_id).where(Location.household_id.in_(ids), Location.superseded.is_(False))
    places = set(session.scalars(located))
    listed = listed_otherwise(session, houses, by)
    ledgers = _by_household(to_ask(session, ids, by), lambda one: one.household_id)
    policies = _by_household(open_of(session, ids, by), lambda one: one.line.household_id or 0)
    return {
        number: Due(
            homes[number],
            tuple(_missing(homes[number], has_place=number in places)),
            details.of_household(homes[number], today),
            present(homes[number], everybody[number], today),
            incomes.get(number),
            tuple(doubts.get(homes[number].case_id, ())),
            tuple(asked.get(number, ())),
            tuple(listed.get(homes[number].case_id, ())),
            helped[number],
            tuple(findings.get(number, ())),
            tuple(ledgers.get(number, ())),
            tuple(policies.get(number, ())),
            tuple(changes.get(number, ())),
            signatures[homes[number].case_id],
        )
        for number in household_ids
    }


def _missing(home: Household, has_place: bool) -> Iterator[str]:
    known = fields("household")
    yield from (known[name].label for name in ("phone", "address") if not getattr(home, name))
    if not has_place:
        yield N_("住址坐标")


def _by_household(rows: Iterable[Row], of: Callable[[Row], int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row)
    return found
