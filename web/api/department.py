"""What departments push by program: their answers, policy ledgers and warnings, all of a request or nothing of it.

A department's token speaks for its own column only; what is wrong comes back with its place, as `lines.3.id_no`.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import BeforeValidator, Field

from states import openings
from states.departments import answers, column, warnings
from states.departments.warnings import Alarm
from states.help.quarters import Quarter
from states.policy_ledgers import pushing
from states.policy_ledgers.drafts import Draft
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.api import repeated
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import Body, CaseId, Day, Keyed, Query, Text
from web.database import work

Code = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_-]{0,39})?$")]
PersonName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")]
IdNo = Annotated[str, Field(max_length=24, pattern=r"^[0-9Xx]*$")]
Village = Annotated[str, Field(max_length=40, pattern=r"^[^\x00-\x1f]*$")]


def _money(value: Any) -> Any:
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, str) and len(value) <= 14:
        try:
            found = Decimal(value)
        except ArithmeticError:
            found = Decimal("NaN")
        if found.is_finite():
            return found
    raise ValueError('应为文本写的元，如 "420.00"')


Money = Annotated[Decimal | None, BeforeValidator(_money, json_schema_input_type=str | None)]


class AskedQuery(Query):
    """Which column: that of the joint review, or of one criterion."""

    criterion: Code = ""


class AskedPerson(Answer):
    """A member of a household that is to be compared."""

    name: str
    id_no: str


class AskedHome(Answer):
    """A household that waits for the department's answer; `digest` goes back with it."""

    case_id: int
    number: str
    head: str
    village: str
    came_at: datetime
    digest: str
    people: list[AskedPerson]


class AskedList(Answer):
    """The households that wait for this column, first come first."""

    items: list[AskedHome]


class GivenAnswer(Body):
    """The answer for one household: `clear` or `hit` with its item; `met` or `failed` with the reason in `detail`."""

    case_id: CaseId
    result: Literal["clear", "hit", "met", "failed"]
    on: Day
    item: str = Field(default="", max_length=60)
    detail: str = Field(default="", max_length=1000)
    asks: list[Code] = Field(default_factory=list, max_length=10)
    digest: str = Field(default="", pattern=r"^([0-9a-f]{12})?$")


class Answers(Body):
    """The answers of one column."""

    criterion: Code = ""
    answers: list[GivenAnswer] = Field(min_length=1, max_length=3000)


class Taken(Answer):
    """How many were taken."""

    count: int


class LedgerLine(Body):
    """What changed for one person, named by number or by name and village; `amount` in yuan, as text."""

    name: PersonName
    id_no: IdNo = ""
    village: Village = ""
    what: str = Field(min_length=2, max_length=200)
    changed_on: Day
    amount: Money = None


class Ledger(Body):
    """One policy in one quarter; without policy and lines it says that nothing changed."""

    year: int = Field(ge=2018, le=2100)
    quarter: int = Field(ge=1, le=4)
    policy: str = Field(default="", max_length=40)
    lines: list[LedgerLine] = Field(default_factory=list, max_length=20_000)
    reason: Text = ""


class Pushed(Answer):
    """The ledger as it was taken in."""

    ledger_id: int
    period: str
    policy: str
    lines: int
    matched: int
    digest: str
    supersedes: int | None


class WarningLine(Body):
    """A warning about one person, named by number or by name and village."""

    name: PersonName
    id_no: IdNo = ""
    village: Village = ""
    received_on: Day
    text: str = Field(min_length=4, max_length=2000)


class Warnings(Body):
    """The warnings of a department."""

    lines: list[WarningLine] = Field(min_length=1, max_length=2000)


class Received(Answer):
    """How many were taken in."""

    count: int


@bp.get("/department/asked", responses={200: AskedList})
@access(Permission.ANSWER_DEPARTMENT, Area.LIST, logs_opening=True)
def asked(query: AskedQuery) -> Response:
    """The households that wait for the department's answer with their people; each is noted in the access log."""
    by, book = who.actor(), tools.book()
    with work() as db:
        of = column.column(db, book, query.criterion, by)
        found = column.waiting(db, book, of, by)
        for one in found:
            openings.note(db, who.signed_in().id, f"household:{one.household_id}", now.wall())
    items = [
        AskedHome(
            case_id=one.case_id, number=one.number, head=one.head_name, village=one.village, came_at=one.opened_at,
            digest=column.digest(one), people=[AskedPerson(name=who_.name, id_no=who_.id_no) for who_ in one.people],
        )
        for one in found
    ]  # fmt: skip
    return answer(AskedList(items=items))


@bp.post("/department/answers", responses={200: Taken})
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def give(header: Keyed, body: Answers) -> Response:
    """Answer for households of one column; all are taken or none."""
    by, at, book = who.actor(), now.now(), tools.book()
    some = [
        answers.Answer(
            one.case_id, one.result in ("clear", "met"), one.on, one.item, one.detail, tuple(one.asks), one.digest, n
        )
        for n, one in enumerate(body.answers)
    ]
    with work() as db:
        of = column.column(db, book, body.criterion, by)
        count = answers.give(db, book, of, some, by=by, at=at, key=repeated.key(header.key))
    return answer(Taken(count=count))


@bp.post("/department/policy-ledgers", responses={201: Pushed})
@access(Permission.PUSH_POLICY_LEDGER, Area.LIST)
def push(header: Keyed, body: Ledger) -> Response:
    """Push one policy ledger of a quarter; the second of the same policy corrects the first and needs a reason."""
    by, at = who.actor(), now.now()
    lines = [
        Draft(one.name.strip(), one.id_no, one.village, one.what.strip(), one.changed_on, one.amount)
        for one in body.lines
    ]
    given = pushing.Push(Quarter(body.year, body.quarter), body.policy, lines, body.reason)
    with work() as db:
        made = pushing.push(db, tools.book(), given, by=by, at=at, key=repeated.key(header.key))
    return answer(
        Pushed(
            ledger_id=made.id, period=made.period, policy=made.policy, lines=made.lines, matched=made.matched,
            digest=made.digest, supersedes=made.supersedes,
        ),
        201,
    )  # fmt: skip


@bp.post("/department/warnings", responses={201: Received})
@access(Permission.ANSWER_DEPARTMENT, Area.LIST)
def warn(header: Keyed, body: Warnings) -> Response:
    """Push warnings; each becomes a lead or joins the open one of the same household."""
    by, at = who.actor(), now.now()
    some = [Alarm(one.name.strip(), one.id_no, one.village, one.received_on, one.text) for one in body.lines]
    with work() as db:
        done = repeated.once(db, header.key, lambda: {"count": warnings.push(db, some, by=by, at=at)})
    return answer(Received(**done), 201)
