"""People who joined, out of a list: each becomes a proposal that another person has to agree to (TZ05, XZ05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import BadInput, MoveBlocked
from engine.jobs.job import Sentence
from engine.words import N_
from states.changes import natural, register
from states.changes.against import closed
from states.changes.change import JOIN, LEAVE, TRANSFER, Change
from states.changes.moving import numbered
from states.changes.natural import Newcomer
from states.changes.register import Register
from states.changes.standing import terms_of
from states.import_columns import CellProblem
from states.import_lines import Line
from states.imports import AT_ONCE, MEANWHILE, ImportRefused
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Asking, Checked, Kind
from states.intake.lines import OTHER_NAME, Lines
from states.packs.store import in_force
from states.roles import Permission
from states.workbooks import Sheet

HERE = N_("此人已在这一户")
ELSEWHERE = N_("此人现在另一登记户，要在原户办理“转移”，不能一减一增")
WAITING = N_("此人已有%(who)s提出的变更待核对")
PROPOSED = N_("入库的只是%(n)s条变更，由另一个人核对后才入册")
COLUMNS = {"happened_on": "joined_on"}


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who joined a household, as the list tells it."""

    household_id: int
    who: Newcomer
    reason: str
    on: date
    person: str


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Joining]:
    """Look a list of joining members through with the rules of natural change; nothing is proposed."""
    found = lines.read(sheet, form("members"), asking.today)
    homes = lines.homes(session, found, asking)
    terms = terms_of(session, in_force, {one.group_code for one in homes.values()}, asking.today)
    shut = {area: closed(one, asking.today) for area, one in terms.items()}
    told: dict[int, Joining] = {}
    for line in found.good:
        home = homes[line.row.number]
        if line.values.get("head_name") and line.values["head_name"] != home.head_name:
            found.against(line, "head_name", "other-name", OTHER_NAME)
        if (blocker := shut[home.group_code]) is not None:
            found.against(line, "joined_on", blocker.code, blocker.text, **blocker.facts)
        if (one := _joining(line, home.id, found, asking)) is not None:
            told[line.row.number] = one
    found.twice({row: one.person for row, one in told.items() if one.person})
    _look_for_people(session, found, told)
    good = {line.row.number: told[line.row.number] for line in found.good}
    return found.checked(good, told=(Sentence(PROPOSED, {"n": len(good)}),) if good else ())


def store(session: Session, items: Sequence[Joining], intake: Intake, asking: Asking) -> int:
    """Propose that each joined; raises `ImportRefused` where the register or the changes moved on meanwhile."""
    for one in items:
        try:
            natural.join(
                session, one.household_id, one.who, one.reason, one.on, by=asking.by, at=asking.at, source="workbook"
            )
        except (BadInput, MoveBlocked):
            raise ImportRefused(intake.file, [CellProblem(0, "", "", "changed-meanwhile", MEANWHILE)]) from None
    return len(items)


def _joining(line: Line, household_id: int, found: Lines, asking: Asking) -> Joining | None:
    told, on = line.values, date.fromisoformat(line.values["joined_on"])
    written = {name: told.get(name, "") for name in ("name", "relation", "id_no", "sex", "birth_on", "ethnicity")}
    who = Newcomer(**written)
    kept, problems = natural.read_newcomer(who, told["reason"], on, asking.at)
    for one in problems:
        found.against(line, COLUMNS.get(one.where, one.where), "bad-value", one.reason)
    if problems:
        return None
    return Joining(household_id, who, told["reason"], on, str(numbered(kept["id_no"])["person"]))


def _look_for_people(session: Session, found: Lines, told: Mapping[int, Joining]) -> None:
    """Add a problem to everybody who is registered already, or about whom a change waits."""
    persons = sorted({one.person for one in told.values()} - {""})
    known, waiting = Register({}, {}, {}, {}), dict[str, str]()
    for start in range(0, len(persons), AT_ONCE):
        some = persons[start : start + AT_ONCE]
        known.persons.update(register.look(session, (), (), some).persons)
        natures = Change.nature.in_((JOIN, LEAVE, TRANSFER))
        live = select(Change.person, Change.proposed_by_name).where(Change.live, natures, Change.person.in_(some))
        waiting |= {row[0]: row[1] for row in session.execute(live)}
    for line in found.good:
        one = told[line.row.number]
        if (there := known.persons.get(one.person)) is not None:
            here = there.household_id == one.household_id
            found.against(line, "id_no", "registered", HERE if here else ELSEWHERE)
        elif one.person in waiting:
            found.against(line, "id_no", "waiting", WAITING, who=waiting[one.person])


MEMBERS: Kind[Joining] = Kind(
    "members", N_("新增成员"), N_("自然增加的成员，按户编号一人一行；每人成为一条待核对的变更，另一个人核对后才入册"),
    Permission.PROPOSE_CHANGE, lambda: form("members").words, lambda: lines.blank(form("members")), check, store,
)  # fmt: skip
