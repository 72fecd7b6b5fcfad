"""What the people of a scenario do with changes, and the plans that a village may have of its own."""

from datetime import date
from io import BytesIO
from typing import Any

from sqlalchemy import select

from engine.db import reading, work
from engine.evidence import Attachment
from states.changes import deciding, ledgers, natural
from states.changes.change import NATURAL, Change
from states.changes.fields import fields
from states.changes.moving import stays
from states.changes.proposing import Edit, propose
from states.codes import codes
from states.households import Household
from states.members import Member
from states.packs.loader import shipped
from states.packs.store import install
from states.person_months import person_months
from states.workbooks import read
from tests.bdd.people import HEPING, ROLES, VILLAGE, identity_number
from tests.bdd.world import World

CHECKER = "另一名村级信息员"
TRACES = {"写明地点": {"place": "农户家中"}, "拍了照片": {}, "没有痕迹": {}}
PHOTO = Attachment("a" * 64, "入户.jpg", "image/jpeg", 1000)


class Changes:
    """What the scenario's people do with changes, and what came of the last bulk act."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.outcome: Any = None

    def subject(self, session: Any, head: str, name: str = "") -> tuple[str, int]:
        """The household, or the member of that name in it, as a change names it."""
        home = session.scalars(select(Household).where(Household.case_id == self.world.cases[head])).one()
        if not name:
            return "household", home.id
        return "member", self.member(session, home.id, name).id

    def member(self, session: Any, home: int, name: str) -> Member:
        """The present member of that name."""
        here = select(Member).where(Member.household_id == home, Member.name == name, Member.left_on.is_(None))
        return session.scalars(here).one()

    def latest(self, session: Any, head: str, label: str = "", name: str = "") -> Change:
        """The newest change of a household, of one field where the sentence names one."""
        subject, number = self.subject(session, head, name)
        home = self.subject(session, head)[1]
        query = select(Change).where(Change.household_id == home).order_by(Change.id.desc())
        if label:
            query = query.where(Change.subject == subject, Change.subject_id == number)
            query = query.where(Change.field == named(subject, label))
        else:
            query = query.where(Change.nature.in_(NATURAL))
        return session.scalars(query).first()

    def propose(self, role: str, head: str, label: str, value: str, name: str = "", before: str | None = None) -> None:
        """Propose one edit."""

        def act(session: Any) -> None:
            subject, number = self.subject(session, head, name)
            edit = Edit(subject, number, named(subject, label), value, before)
            propose(session, [edit], by=ROLES[role], at=self.world.at, source="visit")

        self.world.attempt(act)

    def verify(self, role: str, head: str, label: str = "", name: str = "") -> None:
        """Let another person agree."""
        self.world.pass_to(None)

        def act(session: Any) -> None:
            wanted = self.latest(session, head, label, name)
            change = deciding.find(session, wanted.id, ROLES[role])
            deciding.verify(session, self.world.book, change, by=ROLES[role], at=self.world.at)

        self.world.attempt(act)

    def natural(self, act: Any) -> None:
        """Propose a natural change as the village clerk does."""
        told = {"by": ROLES["村级信息员"], "at": self.world.at, "source": "visit"}
        self.world.attempt(lambda session: act(session, told))

    def joins(self, head: str, on: date, name: str, reason: str, id_no: str | None = None) -> None:
        """Propose that somebody joins."""
        number = identity_number(date(1990, 2, 3)) if id_no is None else id_no
        born = "" if number else "2021-09-10"
        who = natural.Newcomer(name, "之女" if number else "之子", number, birth_on=born)
        code = codes("joined_reason").find(reason) or reason
        self.natural(lambda s, told: natural.join(s, self.subject(s, head)[1], who, code, on, **told))

    def leaves(self, head: str, on: date, name: str, reason: str, heir: str = "") -> None:
        """Propose that somebody leaves."""

        def act(session: Any, told: Any) -> None:
            member = self.subject(session, head, name)[1]
            new_head = self.subject(session, head, heir)[1] if heir else None
            code = codes("left_reason").find(reason) or reason
            natural.leave(session, member, code, on, new_head=new_head, **told)

        self.natural(act)

    def shown_value(self, head: str, label: str, name: str = "") -> str:
        """What the register shows now."""
        with reading(self.world.db) as session:
            subject, number = self.subject(session, head, name)
            row = session.get_one(Household if subject == "household" else Member, number)
            about = fields(subject)[named(subject, label)]
            return about.shown(about.of(row))


def named(subject: str, label: str) -> str:
    """The name of a field by its label."""
    return next(name for name, one in fields(subject).items() if one.label == label)


def plan(world: World, *swaps: tuple[str, str]) -> None:
    """Put a plan of the village's own into force: the township's with these words changed."""
    text = shipped()["xiaozhongdian-2021"]
    own = (
        ('id = "xiaozhongdian-2021"', 'id = "heping-own"'),
        ('places = ["533401102"]', f'places = ["{HEPING}"]'),
        ("until = 2021-12-31", "until = 2024-12-31"),
    )
    for old, new in (*own, *swaps):
        assert old in text, old
        text = text.replace(old, new)
    with work(world.db) as session:
        install(session, shipped() | {"heping-own": text}, world.at)


def month(year: int, number: int) -> ledgers.Period:
    """A whole month."""
    following = date(year + number // 12, number % 12 + 1, 1)
    return ledgers.Period(date(year, number, 1), date.fromordinal(following.toordinal() - 1))


def months(world: World, head: str, year: int) -> int:
    """The person-months of a household in a year."""
    with reading(world.db) as session:
        home = session.scalars(select(Household.id).where(Household.case_id == world.cases[head])).one()
        members = session.scalars(select(Member).where(Member.household_id == home)).all()
    return person_months(stays(members), date(year, 1, 1), date(year, 12, 31))


def exported(world: World, ledger: str, village: str, year: int, number: int) -> Any:
    """The workbook of a ledger, read again."""
    out = BytesIO()
    with reading(world.db) as session:
        who = ROLES["乡镇业务员"]
        ledgers.write_form(out, session, who, ledger, VILLAGE[village], month(year, number), in_full=True)
    sheet = read(out.getvalue(), "台账.xlsx")
    return [dict(zip(sheet.headings, row.cells, strict=True)) for row in sheet.rows]
