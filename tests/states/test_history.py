"""Values as they stood on a past day, against a plain copy that repeats what had happened by then."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.advance import advance
from engine.clock import OFFICE, office_day
from engine.db import work
from engine.definition import Definition, Move, State
from states import samples
from states.book import open_book
from states.changes import deciding, natural
from states.changes.change import Change
from states.changes.natural import Newcomer
from states.changes.proposing import Edit, propose
from states.history.facts import facts_of
from states.history.former import Former
from states.history.place_names import names_on
from states.history.share import COUNTED, share_on
from states.history.standing import end_of, households_on, members_on
from states.households import Draft, Household, register
from states.income import entering
from states.income.figures import figures
from states.members import Member, there_on
from states.packs.store import install_shipped
from states.places import regrouping, renaming
from states.places.changes import Why
from tests.states import incomes
from tests.states.register import number

VILLAGE = "533401102201"
CLERK, SECOND = Actor("v1", "和秀兰", "village", VILLAGE), Actor("v2", "木丽华", "village", VILLAGE)
OFFICER = Actor("t1", "李建华", "township", "533401102")
BEGUN = date(2022, 3, 1)
STATES = ("candidate", "monitored", "risk_eliminated", "re_flagged", "exited")
LIFE = Definition(
    "household",
    "f" * 64,
    "农户",
    tuple(State(name, name, final=name == "exited") for name in STATES),
    (
        Move("identify", "纳入", ("candidate",), "monitored", by=("township",)),
        Move("eliminate", "消除", ("monitored", "re_flagged"), "risk_eliminated", by=("township",)),
        Move("roll_back", "回退", ("risk_eliminated",), "monitored", by=("township",)),
        Move("re_flag", "再标注", ("risk_eliminated",), "re_flagged", by=("township",)),
        Move("strike_off", "销户", ("candidate", "monitored"), "exited", by=("township",)),
    ),
)
EDITS = {
    ("household", "phone"): ["13800000001", "13800000002", ""],
    ("household", "kind"): ["lifted_out", "general"],
    ("household", "farmland"): ["3.5", "4", ""],
    ("household", "head_name"): ["和大海", "和建国"],
    ("member", "education"): ["junior", "senior", ""],
    ("member", "health"): ["healthy", "chronic,disabled"],
    ("member", "name"): ["和玉龙", "和雪山", "木青"],
    ("member", "birth_on"): ["1981-02-03", "1990-05-06"],
    ("member", "id_no"): [],
    ("member", "political"): ["party", "masses", ""],
}


Draw = Callable[[st.SearchStrategy[Any]], Any]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), OFFICE)


class NotKept(Exception):
    """Ends an example: nothing of it stays in the database."""


@dataclass
class Copy:
    """A copy of the register as plain values, with every act and the day from which it holds."""

    homes: dict[int, dict[str, Any]] = field(default_factory=dict)
    people: dict[int, dict[str, Any]] = field(default_factory=dict)
    acts: list[tuple[date, Callable[[Copy], None]]] = field(default_factory=list)

    def on(self, day: date) -> Copy:
        """The copy as it would be, had only happened what had happened by then."""
        found = Copy(deepcopy(self.homes), deepcopy(self.people))
        for since, act in self.acts:
            if since <= day:
                act(found)
        return found


class Office:
    """Does acts by the product's own ways, and notes the same in the copy."""

    def __init__(self, session: Session, draw: Draw) -> None:
        self.session, self.draw, self.book, self.today = session, draw, open_book(), BEGUN
        self.book.add(LIFE)
        self.copy, self.serial = Copy(), 500
        drafts = [_draft(n) for n in range(2)]
        for home in register(session, drafts, LIFE, OFFICER, noon(BEGUN)):
            row = session.get_one(Household, home)
            self.copy.homes[home] = {
                "head_name": row.head_name, "phone": row.phone, "kind": "general", "category": "none", "farmland": "",
                "state": "candidate", "group_code": row.group_code, "identified_on": "", "eliminated_on": "",
            }  # fmt: skip
            for one in session.scalars(select(Member).where(Member.household_id == home)):
                self.copy.people[one.id] = _plain(one)

    def step(self) -> None:
        """Let some days pass, then do one act."""
        self.today += timedelta(days=self.draw(st.integers(0, 4)))
        act = self.draw(
            st.sampled_from([self.edit, self.edit, self.join, self.leave, self.transfer, self.move, self.put])
        )
        act()

    def edit(self) -> None:
        subject, name = self.draw(st.sampled_from(sorted(EDITS)))
        rows = self._here() if subject == "member" else list(self.session.scalars(select(Household)))
        row = self.draw(st.sampled_from(sorted(rows, key=lambda one: one.id)))
        value = self._number() if name == "id_no" else self.draw(st.sampled_from(EDITS[subject, name]))
        on = self.draw(st.none() | st.integers(0, 20))
        heads = [one for one in self._here() if one.household_id == row.id and one.is_head]
        there = [one.joined_on or BEGUN for one in ([row] if subject == "member" else heads)]
        since = None if on is None else max(self.today - timedelta(days=on), *there)
        made = propose(self.session, [Edit(subject, row.id, name, value, happened_on=since)], by=CLERK, **self._told())
        if not made:
            return
        self._verify(made[0])
        is_head, home = getattr(row, "is_head", False), getattr(row, "household_id", row.id)

        def act(copy: Copy) -> None:
            (copy.people if subject == "member" else copy.homes)[row.id][name] = value
            if name == "id_no":
                born = value[6:14]
                copy.people[row.id] |= {"birth_on": f"{born[:4]}-{born[4:6]}-{born[6:]}", "sex": "male"}
            elif name == "name" and is_head:
                copy.homes[home]["head_name"] = value
            elif name == "head_name":
                copy.people[heads[0].id]["name"] = value

        self._note(since or self.today, act)

    def join(self) -> None:
        home = self.draw(st.sampled_from(sorted(self.copy.homes)))
        on = self._past()
        who = Newcomer("和新", "son", self._number(), "male")
        change = natural.join(self.session, home, who, "born", on, by=CLERK, **self._told())
        self._verify(change)
        row = self.session.get_one(Member, change.member_id)
        plain = _plain(row)
        self._note(on, lambda copy: copy.people.__setitem__(row.id, dict(plain)))

    def leave(self) -> None:
        member, heir, on = self._goes()
        if member is None:
            return
        told = {"new_head": heir.id if heir else None, "by": CLERK, **self._told()}
        change = natural.leave(self.session, member.id, "moved_out", on, **told)
        self._verify(change)
        self._note(on, _gone(member, heir, on, "moved_out"))

    def transfer(self) -> None:
        member, heir, on = self._goes()
        if member is None:
            return
        home = next(one for one in self.copy.homes if one != member.household_id)
        target = self.session.get_one(Household, home).number
        told = {"new_head": heir.id if heir else None, "by": CLERK, **self._told()}
        change = natural.transfer(self.session, member.id, target, "nephew", on, **told)
        self._verify(change)
        arrived = max(self.session.scalars(select(Member.id)))
        gone = _gone(member, heir, on, "transferred")

        def act(copy: Copy) -> None:
            carried = dict(copy.people[member.id])
            gone(copy)
            more = {"relation": "nephew", "is_head": "", "joined_on": on.isoformat(), "left_on": ""}
            copy.people[arrived] = carried | more

        self._note(on, act)

    def move(self) -> None:
        home = self.session.get_one(Household, self.draw(st.sampled_from(sorted(self.copy.homes))))
        state = self.copy.on(self.today).homes[home.id]["state"]
        moves = LIFE.moves_from(state)
        if not moves:
            return
        move = self.draw(st.sampled_from(moves))
        advance(self.session, self.book, home.case_id, move.name, by=OFFICER, at=noon(self.today))
        day, name = self.today.isoformat(), move.name

        def act(copy: Copy) -> None:
            row = copy.homes[home.id]
            row["state"] = move.target
            if name in ("identify", "re_flag"):
                row |= {"identified_on": day, "eliminated_on": ""}
            elif name in ("eliminate", "roll_back"):
                row["eliminated_on"] = day if name == "eliminate" else ""

        self._note(self.today, act)

    def put(self) -> None:
        home = self.session.get_one(Household, self.draw(st.sampled_from(sorted(self.copy.homes))))
        target = VILLAGE + ("02" if home.group_code.endswith("01") else "01")
        regrouping.regroup(self.session, [home.case_id], target, Why("合并小组"), OFFICER, noon(self.today))
        self._note(self.today, lambda copy: copy.homes[home.id].__setitem__("group_code", target))

    def _goes(self) -> tuple[Member | None, Member | None, date]:
        member = self.draw(st.sampled_from(self._here()))
        others = [one for one in self._here() if one.household_id == member.household_id and one.id != member.id]
        heir = others[0] if others and member.is_head else None
        there = [one.joined_on or BEGUN for one in (member, heir) if one]
        on = max(self._past(), *there)  # nobody can be head of a household in which they are not yet
        return (member, heir, on) if others else (None, None, on)

    def _here(self) -> list[Member]:
        return list(self.session.scalars(select(Member).where(Member.left_on.is_(None)).order_by(Member.id)))

    def _past(self) -> date:
        return max(self.today - timedelta(days=self.draw(st.integers(0, 20))), BEGUN)

    def _number(self) -> str:
        self.serial += 2
        return number(self.serial + 1, self.draw(st.sampled_from(["19750102", "20010203"])))

    def _verify(self, change: Change) -> None:
        deciding.verify(self.session, self.book, change, by=SECOND, at=noon(self.today))

    def _told(self) -> dict[str, Any]:
        return {"at": noon(self.today), "source": "visit"}

    def _note(self, since: date, act: Callable[[Copy], None]) -> None:
        self.copy.acts.append((since, act))


def _gone(member: Member, heir: Member | None, on: date, reason: str) -> Callable[[Copy], None]:
    number_, home, heir_id = member.id, member.household_id, heir.id if heir else 0

    def act(copy: Copy) -> None:
        if heir_id:
            copy.people[number_]["is_head"] = ""
            copy.people[heir_id] |= {"is_head": "yes", "relation": "head"}
            copy.homes[home]["head_name"] = copy.people[heir_id]["name"]
        copy.people[number_] |= {"left_on": on.isoformat(), "left_reason": reason}

    return act


def _draft(n: int) -> Draft:
    people = tuple(
        {
            "name": f"{name}{n}", "relation": relation, "is_head": relation == "head", "birth_on": date(1980, 1, 1),
            "id_no": number(n * 10 + place), "person": number(n * 10 + place),
        }
        for place, (name, relation) in enumerate((("户主", "head"), ("配偶", "spouse"), ("孩子", "son")))
    )  # fmt: skip
    return Draft(VILLAGE + "01", {"number": f"H{n}", "head_name": f"户主{n}", "phone": "19900000021"}, people)


PLAIN = (
    "name", "relation", "is_head", "id_no", "birth_on", "sex", "education", "health", "political", "joined_on",
    "left_on", "left_reason",
)  # fmt: skip


def _plain(one: Member) -> dict[str, Any]:
    told = {name: getattr(one, name, "") for name in PLAIN}
    return {
        name: "" if value in (None, False) else "yes" if value is True else str(value) for name, value in told.items()
    }


@pytest.fixture
def village(db):
    with work(db) as session:
        for place in samples.regions():
            session.add(place)
            session.flush()
        install_shipped(session, noon(BEGUN))
    return db


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_day_stands_as_a_plain_copy_has_it(village, data) -> None:
    with pytest.raises(NotKept), work(village) as session:
        _live(session, data.draw)


def _live(session: Session, draw: Draw) -> None:
    office = Office(session, draw)
    for _ in range(draw(st.integers(1, 14))):
        office.step()
    _compare(session, office)
    raise NotKept


def _compare(session: Session, office: Office) -> None:
    session.flush()
    session.expire_all()
    homes, people = list(session.scalars(select(Household))), list(session.scalars(select(Member)))
    day = BEGUN - timedelta(days=1)
    assert not any(one.known for one in households_on(session, homes, day).values())
    assert not any(one.known for one in members_on(session, people, day).values())
    while day < office.today:
        day += timedelta(days=1)
        told, expected = members_on(session, people, day), office.copy.on(day)
        for number_, stood in households_on(session, homes, day).items():
            assert {name: stood.of(name) for name in expected.homes[number_]} == expected.homes[number_], day
        assert {one for one, stood in told.items() if stood.known} == set(expected.people), day
        for number_, plain in expected.people.items():
            assert {name: told[number_].of(name) for name in PLAIN} == plain, day
        counted = Counter(one["state"] for one in expected.homes.values() if one["state"] in COUNTED)
        assert share_on(session, "", day, SYSTEM)[0].states == counted, day
        there = set(session.scalars(select(Member.id).where(there_on(day))))
        assert there == {one for one, plain in expected.people.items() if not plain["left_on"]}, day


def test_income_stands_as_it_was_written_by_then(db) -> None:
    with work(db) as session:
        [home] = incomes.found(session)
        person = incomes.people(session, home)[0]
        told = {"by": incomes.GRID, "at": incomes.AT}
        entering.enter(session, home.case_id, 1, person.id, {"migrant_work": Decimal(6000)}, **told)
        later = {"by": incomes.GRID, "at": incomes.AT + timedelta(days=3), "reason": "核对工资单"}
        entering.enter(session, home.case_id, 1, person.id, {"migrant_work": Decimal(5000)}, **later)
        year, first = incomes.YEAR, office_day(incomes.AT)

        def wage(day: date) -> Decimal | None:
            return figures(session, [home.id], year, written_before=end_of(day))[home.id].items.get("migrant_work")

        days = [first + timedelta(days=n) for n in (-1, 0, 2, 3)]
        assert [wage(day) for day in days] == [None, Decimal(6000), Decimal(6000), Decimal(5000)]
        assert figures(session, [home.id], year)[home.id].items["migrant_work"] == Decimal(5000)


def test_places_are_called_as_they_were_called_then(village) -> None:
    with work(village) as session:
        admin, day = Actor("a1", "管理员", "admin", "533401"), date(2022, 4, 10)
        renaming.rename(session, VILLAGE, "太平村", Why("更名", "云政发〔2022〕4号"), admin, noon(day))
        assert [names_on(session, [VILLAGE], day + timedelta(days=n))[VILLAGE] for n in (-1, 0)] == ["和平村", "太平村"]


def test_an_older_installation_s_changes_and_moves_are_brought_over_and_what_nobody_knows_is_marked(village) -> None:
    """What the acts keep themselves is thrown away and made again from changes and ledger, as the revision does."""
    with pytest.raises(NotKept), work(village) as session:
        _older(session)


def _older(session: Session) -> None:
    book = open_book()
    book.add(LIFE)
    [home, other] = [
        session.get_one(Household, n) for n in register(session, [_draft(0), _draft(1)], LIFE, OFFICER, noon(BEGUN))
    ]
    head, spouse, child = session.scalars(select(Member).where(Member.household_id == home.id).order_by(Member.id))
    day = BEGUN + timedelta(days=5)
    told = {"by": CLERK, "at": noon(day), "source": "visit"}
    _applied(session, Edit("household", home.id, "phone", "13800000001"), day)
    left = natural.leave(session, head.id, "moved_out", day, new_head=spouse.id, **told)
    deciding.verify(session, book, left, by=SECOND, at=noon(day))
    moved = natural.transfer(session, child.id, other.number, "nephew", BEGUN, **told)
    deciding.verify(session, book, moved, by=SECOND, at=noon(day))
    for name in ("identify", "eliminate"):
        advance(session, book, other.case_id, name, by=OFFICER, at=noon(day))
        day += timedelta(days=1)
    session.flush()
    session.execute(delete(Former))
    revision = importlib.import_module("states.migrations.versions.0013_what_stood_before_each_change")
    revision.bring_over(session.connection())
    session.expire_all()
    before = BEGUN + timedelta(days=4)
    homes, people = households_on(session, [home, other], before), members_on(session, [head, spouse], before)
    assert (homes[home.id].of("phone"), homes[home.id].of("head_name")) == ("19900000021", None)
    assert [people[one.id].of("left_on") for one in (head, spouse)] == ["", ""]
    assert (people[spouse.id].of("relation"), people[spouse.id].of("is_head")) == (None, "")
    arrived = session.scalars(select(Member).where(Member.household_id == other.id, Member.relation == "nephew")).one()
    known = [members_on(session, [arrived], day)[arrived.id].known for day in (before, BEGUN + timedelta(days=5))]
    assert known == [False, True]  # what was carried over then may have changed since the move itself
    stood = [homes[other.id].of(name) for name in ("state", "category", "identified_on", "eliminated_on")]
    assert stood == ["candidate", None, "", ""]
    then = households_on(session, [other], BEGUN + timedelta(days=5))[other.id]
    assert (then.of("state"), then.of("identified_on"), then.of("eliminated_on")) == ("monitored", "2022-03-06", "")
    raise NotKept


def test_who_moves_takes_the_further_facts_along_and_their_past(village) -> None:
    with pytest.raises(NotKept), work(village) as session:
        _moves_along(session)


def _applied(session: Session, edit: Edit, day: date) -> None:
    """Let an edit enter the register on a day."""
    for change in propose(session, [edit], by=CLERK, at=noon(day), source="visit"):
        deciding.verify(session, open_book(), change, by=SECOND, at=noon(day))


def _moves_along(session: Session) -> None:
    book = open_book()
    homes = register(session, [_draft(0), _draft(1)], LIFE, OFFICER, noon(BEGUN))
    child = session.scalars(select(Member).where(Member.household_id == homes[0]).order_by(Member.id.desc())).first()
    assert child is not None
    days = [BEGUN + timedelta(days=n) for n in (2, 6, 9)]

    for value, day in (("youth", days[0]), ("masses", days[1])):
        _applied(session, Edit("member", child.id, "political", value), day)
    told = {"by": CLERK, "at": noon(days[2]), "source": "visit"}
    change = natural.transfer(session, child.id, "H1", "nephew", days[0], **told)
    deciding.verify(session, book, change, by=SECOND, at=noon(days[2]))
    arrived = session.scalars(select(Member).where(Member.household_id == homes[1], Member.relation == "nephew")).one()
    assert facts_of(arrived)["political"] == "masses"
    stood = [members_on(session, [arrived], day)[arrived.id] for day in (BEGUN, *days)]
    assert [one.of("political") for one in stood] == [None, "youth", "masses", "masses"]
    raise NotKept


def test_a_number_that_holds_since_long_says_the_birthday_anew_whatever_was_written_meanwhile(village) -> None:
    with pytest.raises(NotKept), work(village) as session:
        _born_anew(session)


def _born_anew(session: Session) -> None:
    [home] = register(session, [_draft(0)], LIFE, OFFICER, noon(BEGUN))
    head = session.scalars(select(Member).where(Member.household_id == home, Member.is_head)).one()
    days = [BEGUN + timedelta(days=n) for n in (1, 5, 8)]
    for name, value, since in (("birth_on", "1975-01-02", days[1]), ("id_no", number(999, "19750102"), days[0])):
        _applied(session, Edit("member", head.id, name, value, happened_on=since), days[2])
    born = [members_on(session, [head], day)[head.id].of("birth_on") for day in (BEGUN, *days)]
    assert born == ["1980-01-01", "1975-01-02", "1975-01-02", "1975-01-02"]
    raise NotKept
