"""Sentences about official papers: issued, answered, withdrawn, committed to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import update

from engine.actors import Actor
from engine.db import reading, work
from engine.evidence import Attachment, of_case
from publicity.documents.registry import DOCUMENTS, render
from publicity.letters import issuing
from publicity.letters.catalogue import LETTERS
from publicity.letters.letter import Asking
from publicity.letters.objection import receipt_values
from states import objection_desk, regions
from states.households import Household
from states.issued import desk, signing, vouching
from states.issued import issuing as ending
from states.issued.paper import Paper
from states.notices import Notice
from tests.bdd.people import ROLES, VILLAGE, department
from tests.bdd.phrases import phrase
from tests.bdd.steps.reviews import CODES
from tests.bdd.world import World

COMMITMENT = "accuracy_commitment"


@dataclass
class Letters:
    """The papers of the scenario: the newest, and each by its number."""

    world: World
    paper: int = 0
    numbers: dict[str, int] = field(default_factory=dict)

    def issue(self, title: str, given: Mapping[str, str], by: Actor, old: int = 0, reason: str = "") -> None:
        """Issue a paper as the page and the shell do: looked at, printed, then put on record."""
        name = next(name for name in LETTERS if DOCUMENTS[name].title == title)
        told = {one.name: given[one.label] for one in LETTERS[name].fields if one.label in given}
        with reading(self.world.db) as session:
            choices = LETTERS[name].choices(Asking(session, self.world.book, told, by, self.world.at))
        for field_, known in choices.items():
            told[field_] = next((code for code, words in known.items() if is_called(told, field_, words)), "")
        self.world.trying(lambda: self._press(name, told, by, old, reason))

    def _press(self, name: str, told: Mapping[str, str], by: Actor, old: int, reason: str) -> None:
        world = self.world

        def look() -> issuing.Ready:
            with reading(world.db) as session:
                return issuing.ready(name, Asking(session, world.book, told, by, world.at), self.found(session, old))

        def write(wanted: issuing.Ready, printed: Any) -> Paper:
            with work(world.db) as session:
                asking = Asking(session, world.book, told, by, world.at)
                made = issuing.issue(wanted, printed, asking, self.found(session, old), reason)
                self.paper, self.numbers[made.number] = made.id, made.id
                return made

        world.printed = None
        made = issuing.press(look, render, world.files, write)
        world.printed = render(name, made.values)

    def press_as(self, role: str, name: str, told: Mapping[str, str]) -> None:
        """Issue a paper with fields that the page would not have offered."""
        self._press(name, told, ROLES[role], 0, "")

    @staticmethod
    def found(session: Any, paper: int) -> Paper | None:
        """The paper of this id, none for 0."""
        return session.get_one(Paper, paper) if paper else None

    def commit(self, role: str, place: str) -> None:
        """Let the leaders of a place commit to its data."""
        by = ROLES[role]
        area = VILLAGE.get(place, by.area)
        where = place if place in VILLAGE else ""
        heads = {12: [("包村领导", by.name)], 9: [("镇党委书记", by.name), ("镇长", "和志强")], 6: [("组长", "木文华")]}
        said = "\n".join(f"{post}，{name}" for post, name in heads[len(area)])
        with reading(self.world.db) as session:
            where = where or regions.full_name(session, by.area, above=by.area[:4])
        self.issue("数据准确性承诺书", {"承诺地区": where, "承诺人": said}, by)

    def shown(self, number: str = "") -> desk.Shown:
        """A paper with where it stands; the newest by default."""
        with reading(self.world.db) as session:
            return desk.find(session, self.numbers[number] if number else self.paper, ROLES["县级审核员"])


@pytest.fixture
def letters(world: World) -> Letters:
    """The papers of the scenario."""
    return Letters(world)


@given(phrase('{role:role}印发"{title}":'))
@when(phrase('{role:role}印发"{title}":'))
def issued(letters: Letters, role: str, title: str, datatable: list[list[str]]) -> None:
    given = {row[0]: row[1].replace("；", "\n") for row in datatable}
    letters.issue(title, letters_filled(letters, given), ROLES[role])


def letters_filled(letters: Letters, given: dict[str, str]) -> dict[str, str]:
    """What the table says, with households by their number and papers by their id."""
    world = letters.world
    if head := given.pop("农户", ""):
        given["户编号"] = world.household(head).number
    if head := given.get("异议"):
        given["异议"] = world.objections[head].receipt
    return given


def is_called(told: Mapping[str, str], name: str, words: str) -> bool:
    """Whether a choice is the one that the scenario names by its first words."""
    return bool(told.get(name)) and words.startswith(told[name])


@when(phrase('"{title}"部门印发"{paper}":'))
def issued_by_department(letters: Letters, title: str, paper: str, datatable: list[list[str]]) -> None:
    letters.issue(paper, {row[0]: row[1] for row in datatable}, department(CODES[title]))


@given(phrase('{role:role}对"{place}"的数据作出了准确性承诺'))
@when(phrase('{role:role}对"{place}"的数据作出准确性承诺'))
def committed(letters: Letters, role: str, place: str) -> None:
    letters.commit(role, place)


@given(phrase('"{head}"户的联系电话改了'))
@when(phrase('"{head}"户的联系电话改了'))
def data_changed(letters: Letters, head: str) -> None:
    with work(letters.world.db) as session:
        case = letters.world.cases[head]
        session.execute(update(Household).where(Household.case_id == case).values(phone="0887-5550999"))


@when(phrase('{role:role}给"{number}"换新版，原因是"{reason}":'))
def new_edition(letters: Letters, role: str, number: str, reason: str, datatable: list[list[str]]) -> None:
    old = letters.shown(number).paper
    given = letters_filled(letters, {row[0]: row[1].replace("；", "\n") for row in datatable})
    letters.issue(DOCUMENTS[old.document].title, given, ROLES[role], old.id, reason)


@when(phrase('{role:role}作废"{number}"，原因是"{reason}"'))
def withdrawn(letters: Letters, role: str, number: str, reason: str) -> None:
    world, paper = letters.world, letters.numbers[number]

    def act(session: Any) -> None:
        ending.withdraw(session, world.book, session.get_one(Paper, paper), reason, by=ROLES[role], at=world.at)

    world.attempt(act)


@when(phrase('{role:role}传回"{number}"的签章件'))
def signed_back(letters: Letters, role: str, number: str) -> None:
    world, paper = letters.world, letters.numbers[number]
    scan = Attachment(world.files.put(b"%PDF-1.7 signed"), "签章件.pdf", "application/pdf", 15)

    def act(session: Any) -> None:
        found, on = session.get_one(Paper, paper), world.today
        signing.sign(session, world.book, found, scan, on, by=ROLES[role], at=world.at)

    world.attempt(act)


@when(phrase('{role:role}打印"{head}"户异议的受理回执'))
def receipt_printed(letters: Letters, role: str, head: str) -> None:
    world = letters.world
    with reading(world.db) as session:
        voice = objection_desk.find(session, world.objections[head].id, ROLES[role])
        notice = session.get_one(Notice, voice.objection.notice_id)
        name, values = receipt_values(voice, notice, "https://gongshi.example.invalid/answer")
    world.printed = render(name, values)


@then(phrase('印发的文号是"{number}"'))
def has_number(letters: Letters, number: str) -> None:
    letters.world.finish()
    assert letters.shown().paper.number == number


@then(phrase('"{number}"的状态是"{label}"'))
def stands(letters: Letters, number: str, label: str) -> None:
    letters.world.finish()
    assert letters.shown(number).label == label


@then(phrase('"{number}"是第{n:n}版，原来的一版还在'))
def is_edition(letters: Letters, number: str, n: int) -> None:
    letters.world.finish()
    with reading(letters.world.db) as session:
        found = desk.editions(session, session.get_one(Paper, letters.numbers[number]))
        assert [(one.paper.edition, one.stands) for one in found] == [(n, True), (n - 1, False)]


@then(phrase('"{place}"的承诺书仍与登记的数据一致'))
def still_true(letters: Letters, place: str) -> None:
    letters.world.finish()
    assert changed(letters, place) == (0, ())


@then(phrase('"{place}"的承诺书显示{n:n}户有变动，是"{head}"'))
def no_longer_true(letters: Letters, place: str, n: int, head: str) -> None:
    letters.world.finish()
    count, some = changed(letters, place)
    assert (count, [name for _number, name in some]) == (n, [head])


def changed(letters: Letters, place: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """How many households have changed since the standing commitment of a place, and which."""
    area = VILLAGE.get(place, ROLES["乡镇业务员"].area)
    with reading(letters.world.db) as session:
        found = vouching.differences(session, desk.standing(session, COMMITMENT, [area])[area])
        return found.count, found.some


@then(phrase('"{head}"户的材料里有"{number}"开放权限的记录'))
def opened(letters: Letters, head: str, number: str) -> None:
    letters.world.finish()
    with reading(letters.world.db) as session:
        found = of_case(session, letters.world.cases[head])
    assert [one.kind for _exhibit, one in found if number in one.body] == ["system_opened"]


@then(phrase('"{title}"部门的文书里没有"{number}"'))
def unseen(letters: Letters, title: str, number: str) -> None:
    letters.world.finish()
    with reading(letters.world.db) as session:
        found, _more = desk.papers(session, department(CODES[title]))
    assert number not in {one.paper.number for one in found}


REQUEST = {
    "工作阶段": "省收入监测平台录入收入",
    "申请开放的系统": "省收入监测平台",
    "开放日期": "2023-11-11",
    "关闭日期": "2023-11-20",
    "拟录入内容": "第四季度收入",
    "工作进展": "采集表已双签字",
    "签发人": "和志强",
    "联系人": "李建华",
    "联系电话": "0887-5550456",
}


@given("乡镇已印发了一份开放录入权限的请示")
def requested(letters: Letters) -> None:
    letters.commit("乡镇负责人", "和平村")
    letters.commit("乡镇负责人", "小中甸镇")
    requested_again(letters)


@when("乡镇又印发一份开放录入权限的请示")
def requested_again(letters: Letters) -> None:
    letters.issue("开放录入权限的请示", REQUEST, ROLES["乡镇业务员"])


@when(phrase('{role:role}印发还没有办结的"{head}"户异议的答复函'))
def answered_too_early(letters: Letters, role: str, head: str) -> None:
    world, given = letters.world, {"objection": str(letters.world.objections[head].id)}
    world.trying(lambda: letters.press_as(role, "objection_answer", given))


@when(phrase('县里同意开放"{place}"申请的录入权限，自{day:day}起'))
def granted(letters: Letters, place: str, day: date) -> None:
    days = {"开放日期": day.isoformat(), "关闭日期": "2022-12-31"}
    letters.issue("开放录入权限的请示", REQUEST | days, ROLES["乡镇业务员"])
    said = {"请示": place, "答复": "同意开放", "要求或理由": "按核实后的信息录入", **days}
    letters.issue("开放录入权限的批复", said, ROLES["县级审核员"])
