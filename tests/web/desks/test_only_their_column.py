"""A department gets its own column and nothing else: through every route, list, export, job and call there is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.db import reading, work
from engine.jobs.asking import enqueue
from engine.jobs.job import Job
from states import joint_review
from states.book import open_book
from states.feed import managing
from states.help.quarters import Quarter
from states.households import Draft as Home
from states.households import Household, register
from states.issued.issuing import Made, issue
from states.issued.numbers import Number
from states.leads import receiving
from states.leads.receiving import Tip
from states.listings.book import LISTINGS
from states.members import Member
from states.packs.store import in_force
from states.policy_ledgers.drafts import Draft
from states.policy_ledgers.pushing import Push, push
from states.posting import printed
from states.practice.staff import ADMIN, OPERATORS, REVIEWERS, answering
from states.practice.walk import carry_on
from states.roles import Permission, allows
from tests.browser import rolls
from tests.web.desks.conftest import POSTED_ON, VILLAGE, Township
from tests.web.desks.test_every_list import words
from tests.web.programs import Program
from tests.web.test_access import ROUTES
from web.access import Anyone

AT = datetime(2021, 11, 8, 2, tzinfo=UTC)
ON = date(2021, 11, 8)
POLICE, CIVIL = answering("police"), answering("civil-affairs")
OWN = "本部门查到的大货车"
OTHERS = {
    "hit": "民政查到的公益岗位", "detail": "民政写的具体情况", "policy": "民政的高龄补贴", "what": "民政写的调整内容",
    "lead": "民政反映的突发困难", "paper": "民政的复函", "job": "民政要的名单", "system": "民政的平台",
    "home": "没送联审的木老三", "member": "没送联审的和阿花", "number": "53340110220199999",
}  # fmt: skip
"""What other departments said, and who was never sent to any."""
NUMBERS = tuple(range(1, 5))
CODES = {"<code>": (VILLAGE, "housing"), "<name>": ("application", "visit"), "<step>": ("joint_review",)}
SENT: dict[str, Any] = {"on": "2021-11-08", "result": "clear", "sure": "yes", "reason": "核对", "version": 1}


@dataclass(frozen=True, slots=True)
class Looked:
    """One answer: who asked for it, how it ended, what it said."""

    method: str
    address: str
    status: int
    said: str


@pytest.fixture
def at_review(township: Township) -> Township:
    """Nine households wait for fifteen departments; another one lives there of whom no department was asked."""
    book = open_book()

    def printing(session: Any, book: Any, notice: Any, by: Any, at: Any) -> None:
        printed(session, book, notice, "a" * 64, {}, by=by, at=at)

    with work(township.db) as session:
        ids = list(session.scalars(select(Household.case_id)))
        for _ in carry_on(session, book, ids, POSTED_ON, printing, leaving=("joint_review",)):
            pass
        _seed(session, ids)
    township.on(ON)
    return township


def _seed(session: Any, ids: list[int]) -> None:
    """Something of other departments on everything that there is."""
    book, definition = open_book(), in_force(session, VILLAGE, ON).definition
    person = {"name": OTHERS["member"], "relation": "head", "is_head": True, "id_no": "", "person": "", "labour": ""}
    home = Home(VILLAGE + "01", {"number": OTHERS["number"], "head_name": OTHERS["home"]}, (person,))
    register(session, [home], definition, OPERATORS[0], AT)
    told = {"hit": True, "item": OTHERS["hit"], "detail": OTHERS["detail"]}
    joint_review.answer(session, book, ids[:1], CIVIL, AT, on=ON, **told)  # type: ignore[arg-type]
    joint_review.answer(session, book, ids[1:2], POLICE, AT, on=ON, hit=True, item=OWN)
    head = session.scalars(select(Household.head_name).where(Household.case_id == ids[2])).one()
    lines = [Draft(head, "", VILLAGE, OTHERS["what"], ON), Draft(OTHERS["member"], "", VILLAGE, OTHERS["what"], ON)]
    push(session, book, Push(Quarter(2021, 4), OTHERS["policy"], lines), by=CIVIL, at=AT)
    receiving.receive(session, Tip("department", ON, OTHERS["lead"], number=OTHERS["number"]), by=REVIEWERS[0], at=AT)
    made = Made("0" * 64, "0" * 64, 1)
    number = Number(CIVIL.area, OTHERS["paper"], 2021, 1)
    issue(
        session, "decline_notice", CIVIL.area, OTHERS["paper"], {}, made, number=number, by=CIVIL, at=AT,
        department=CIVIL.department,
    )  # fmt: skip
    enqueue(session, "print-batch", {}, by=CIVIL, at=AT, key="k", title=OTHERS["job"], area=CIVIL.area)
    managing.add(session, OTHERS["system"], "", CIVIL.area, by=ADMIN, at=AT)
    rolls.compare(session, book)


def addresses() -> list[tuple[str, str]]:
    """Every route with its fields filled in, in several ways."""
    found = []
    for route, (needs, _area) in ROUTES.items():
        method, rule = route.split()
        opens = isinstance(needs, Anyone) or allows("department", needs)
        for n in NUMBERS if "<int:" in rule and opens else (1,):
            one = re.sub(r"<int:[a-z_]+>", str(n), rule)
            fields = re.findall(r"<[a-z_]+>", one)
            for choice in range(2 if fields and opens else 1):
                filled = one
                for name in fields:
                    some = CODES.get(name, ("1",))
                    filled = filled.replace(name, some[choice % len(some)])
                found.append((method, filled))
    return sorted(set(found), key=lambda one: (one[0] != "GET", one[1]))


def looked(township: Township, username: str) -> list[Looked]:
    """What an account gets from every route, the pages first, then the forms that it may send."""
    visitor, program = township.sign_in(username), Program(township.app, username)
    token = next(values["csrf_token"] for _, values in visitor.get("/account").forms())
    found = []
    for method, address in addresses():
        if address in ("/sign-out", "/sign-in") or address.startswith(("/api/v1/tokens", "/account/")):
            continue
        if address.startswith("/api/"):
            headers = program.headers | {"Idempotency-Key": f"key-{len(found):08}"}
            told = program.client.open(address, method=method, headers=headers, json={} if method == "POST" else None)
            found.append(Looked(method, address, told.status_code, words(told.data)))
        elif method == "GET":
            page = visitor.look(address)
            found.append(Looked(method, address, page.status, words(page.data)))
        else:
            page = visitor.post(address, csrf_token=token, **SENT)
            found.append(Looked(method, address, page.status, words(page.data)))
    return found


def strays(found: list[Looked], seeds: list[str]) -> dict[str, list[str]]:
    """What of the seeds stands in which answer."""
    return {
        f"{one.method} {one.address}": here for one in found if (here := [seed for seed in seeds if seed in one.said])
    }


def test_a_department_gets_only_its_column_from_every_route(at_review: Township) -> None:
    found = looked(at_review, POLICE.id)

    assert strays(found, list(OTHERS.values())) == {}
    assert [one for one in found if one.status >= 500] == []
    may = {route for route, (needs, _) in ROUTES.items() if isinstance(needs, Anyone) or allows("department", needs)}
    shown = {one.address for one in found if one.status == 200 and one.method == "GET"}
    assert {"/department", "/department/compare", "/department/done", "/department/list.xlsx"} <= shown
    assert {"GET /api/v1/department/asked", "GET /policy-ledgers"} <= may
    own = "".join(one.said for one in found if one.address.startswith("/department"))
    assert OWN in own


def test_what_is_looked_for_is_there_to_be_found(at_review: Township) -> None:
    said = {}
    for username, some in SHOWN.items():
        visitor = at_review.sign_in(username)
        said[username] = "".join(words(visitor.look(address).data) for address in some)

    everything = "".join(said.values())
    assert [seed for name, seed in OTHERS.items() if name != "detail" and seed not in everything] == []
    assert OWN not in said[CIVIL.id]


SHOWN = {
    REVIEWERS[0].id: ("/policy-ledgers/lines", "/policy-ledgers", "/leads/1", "/households?q=木老三"),
    CIVIL.id: ("/department/done", "/papers", "/jobs", "/policy-ledgers"),
    ADMIN.id: ("/webhooks",),
}
"""Pages on which others do see what a department must not."""


def test_no_list_of_the_book_goes_out_to_a_department() -> None:
    assert [name for name, listing in LISTINGS.items() if listing.may("department")] == []
    assert not allows("department", Permission.READ_HOUSEHOLD)
    assert not allows("department", Permission.READ_FEED)


def test_a_job_of_another_department_does_not_exist_nor_its_results(at_review: Township) -> None:
    visitor, program = at_review.sign_in(POLICE.id), Program(at_review.app, POLICE.id)
    with reading(at_review.db) as session:
        number = session.scalars(select(Job.id)).first()

    assert visitor.look(f"/jobs/{number}").status == 404
    assert visitor.look(f"/jobs/{number}/files/{'0' * 64}").status == 404
    assert program.get(f"/jobs/{number}").status_code == 404


def test_an_answer_for_a_household_that_was_not_asked_of_it_is_refused(at_review: Township) -> None:
    program = Program(at_review.app, POLICE.id)
    with reading(at_review.db) as session:
        stranger = session.scalars(select(Household.case_id).where(Household.number == OTHERS["number"])).one()
        waiting = [one["case_id"] for one in program.get("/department/asked").json["items"]]
    said = [{"case_id": one, "result": "clear", "on": "2021-11-08"} for one in (waiting[0], stranger)]

    refused = program.post("/department/answers", answers=said)

    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert [one["where"] for one in refused.json["problems"]] == ["answers.1.case_id"]
    assert waiting[0] in [one["case_id"] for one in program.get("/department/asked").json["items"]]
    assert stranger not in waiting


def test_a_criterion_of_another_department_does_not_exist(at_review: Township) -> None:
    program = Program(at_review.app, POLICE.id)

    assert program.get("/department/asked", criterion="housing").status_code == 404
    assert program.post("/department/answers", criterion="housing", answers=[ANSWER]).status_code == 404


ANSWER = {"case_id": 1, "result": "met", "on": "2021-11-08"}


def test_renaming_a_person_makes_a_list_stale(at_review: Township) -> None:
    program = Program(at_review.app, POLICE.id)
    first = program.get("/department/asked").json["items"][0]
    with work(at_review.db) as session:
        home = select(Household.id).where(Household.case_id == first["case_id"]).scalar_subquery()
        session.execute(update(Member).where(Member.household_id == home).values(name="改了名的人"))
    said = {"case_id": first["case_id"], "result": "clear", "on": "2021-11-08", "digest": first["digest"]}

    refused = program.post("/department/answers", answers=[said])

    assert [one["where"] for one in refused.json["problems"]] == ["answers.0.digest"]


def test_an_actor_without_a_department_answers_nothing(at_review: Township) -> None:
    nobody = replace(POLICE, department="")
    with reading(at_review.db) as session:
        assert joint_review.asked(session, open_book(), nobody, people=False) == []
