"""A department's list of help given: taken in by household number, each line under the measure that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.jobs.job import Sentence
from engine.words import N_
from states.help.deliveries import Delivery
from states.help.kinds import edition
from states.help.measures import Measure
from states.import_lines import Line
from states.imports import AT_ONCE
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Asking, Checked, Kind
from states.intake.lines import Lines
from states.kept import keep_many
from states.roles import Permission
from states.workbooks import Sheet

LATER = N_("落实日期不能晚于今天")
NO_KIND = N_("帮扶种类要写十二项措施的名称")
OUTSIDE = N_("其中%(n)s条不在任何一户的帮扶计划里，入库后列在“体外循环”里")
Mark = tuple[int, str, date, str]


@dataclass(frozen=True, slots=True)
class Given:
    """Help that a list tells of, and the household's case."""

    case_id: int
    household_id: int
    kind: str
    delivered_on: date
    content: str
    provider: str
    amount: Decimal | None

    @property
    def mark(self) -> Mark:
        """What makes it the same help."""
        return self.household_id, self.kind, self.delivered_on, self.content


@dataclass
class Standing:
    """What these households have: running measures by kind, and the help that is on record."""

    plans: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    known: set[Mark] = field(default_factory=set)

    def measure(self, given: Given) -> int:
        """The one measure that help belongs to; 0 where there is none, or the clerk has to choose."""
        fitting = self.plans.get((given.household_id, given.kind), [])
        return fitting[0] if len(fitting) == 1 else 0


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Given]:
    """Look a department's list through; help that is on record is not taken again."""
    found = lines.read(sheet, form("help"), asking.today)
    homes = lines.homes(session, found, asking)
    told = {}
    for line in found.good:
        home = homes[line.row.number]
        if (given := _given(line, home.case_id, home.id, home.group_code, found, asking)) is not None:
            told[line.row.number] = given
    found.twice({row: one.mark for row, one in told.items()})
    standing = _standing(session, (one.household_id for one in told.values()))
    good = {line.row.number: told[line.row.number] for line in found.good}
    new = {row: one for row, one in good.items() if one.mark not in standing.known}
    outside = sum(not standing.measure(one) for one in new.values())
    return found.checked(new, len(good) - len(new), told=(Sentence(OUTSIDE, {"n": outside}),) if outside else ())


def store(session: Session, items: Sequence[Given], _intake: Intake, asking: Asking) -> int:
    """Record what is not on record, each under the one measure that it fits, or outside of every plan."""
    standing = _standing(session, (one.household_id for one in items))
    fresh = [
        (
            one.case_id,
            Delivery(
                household_id=one.household_id, measure_number=standing.measure(one), kind=one.kind,
                delivered_on=one.delivered_on, content=one.content, provider=one.provider, amount=one.amount,
                source="department",
            ),
        )
        for one in items
        if one.mark not in standing.known
    ]  # fmt: skip
    keep_many(session, fresh, "delivery", by=asking.by, at=asking.at)
    return len(fresh)


def _given(line: Line, case_id: int, household_id: int, place: str, found: Lines, asking: Asking) -> Given | None:
    told, fine = line.values, len(found.problems)
    on = date.fromisoformat(told["delivered_on"])
    if on > asking.today:
        found.against(line, "delivered_on", "future", LATER)
    kind = edition(place, on).find(told["kind"])
    if kind is None:
        found.against(line, "kind", "unknown-kind", NO_KIND)
    if kind is None or len(found.problems) > fine:
        return None
    amount = Decimal(told["amount"]) if told.get("amount") else None
    return Given(case_id, household_id, kind, on, told["content"], told["provider"], amount)


def _standing(session: Session, household_ids: Iterable[int]) -> Standing:
    found, ids = Standing(), sorted(set(household_ids))
    measures = select(Measure.household_id, Measure.kind, Measure.number)
    measures = measures.where(Measure.superseded.is_(False), Measure.ended_on.is_(None))
    given = select(Delivery.household_id, Delivery.kind, Delivery.delivered_on, Delivery.content)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        for household, kind, number in session.execute(measures.where(Measure.household_id.in_(some))):
            found.plans.setdefault((household, kind), []).append(number)
        rows = session.execute(given.where(Delivery.household_id.in_(some), Delivery.superseded.is_(False)))
        found.known |= {(row[0], row[1], row[2], row[3]) for row in rows}
    return found


HELP: Kind[Given] = Kind(
    "help", N_("部门帮扶名单"), N_("部门给了什么帮扶，一行一项；对得上措施的自动归入，不在计划里的列为体外循环"),
    Permission.IMPORT, lambda: form("help").words, lambda: lines.blank(form("help")), check, store,
)  # fmt: skip
