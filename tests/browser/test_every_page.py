"""Every page of every role, at desk and telephone width: axe finds no serious fault, nothing runs over the edge."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.db import connect, work
from engine.files import FileStore
from publicity.notice_papers import print_notice
from publicity.workers import Presses
from states import objecting
from states.book import open_book
from states.code_editions import shipped
from states.exchange.layouts import household_list
from states.households import Household
from states.income import entering
from states.members import Member
from states.notices import Notice
from states.practice.days import at
from states.practice.staff import CLERKS, OPERATORS
from states.practice.walk import carry_on
from states.quality.rounds import run
from states.roles import Permission, allows
from tests.browser import people, places, rolls
from tests.browser.conftest import PHONE, Office
from tests.web import intake_routes
from tests.web.desks.conftest import POSTED_ON, VILLAGE
from tests.web.test_access import ROUTES

CATEGORIES = next(one.digest for one in shipped() if one.list == "category")
FILES = (
    *("/households/export", "/api/", "/healthz", "/api-docs"),
    *(f"/data/import/{kind}/form" for kind in intake_routes.KINDS),
    *("/handbook/", "/lists/", "/changes/ledger.xlsx", "/lab/reference.md", "/reports/draft.pdf"),
    "/reports/draft.docx",
    "/figures/sheet.pdf",
    *("/policy-ledgers/form.xlsx", "/department/list.xlsx", "/leads/push/form"),
)
STAFF = ("village-1", "township-1", "county-1", "dept-police", "auditor", "admin")
"""Grid workers and leaders open nothing that these do not."""
RECORDS = {
    "village-1": (
        "/case/1",
        "/case/1/history",
        "/notices/1",
        "/notices/1/close",
        "/notices/1/interrupt",
        "/notices/1/extend",
        "/objections/1",
        "/livelihood/household/1",
        "/livelihood/household/1/new/work",
        "/help/household/1",
        "/help/household/1/new/measure",
        "/help/household/1/booklet",
        "/look-back/household/1",
        "/look-back/lists?list=adjustment",
        "/help?kind=left-out",
        "/help/villages/533401102201",
        "/income/1",
        "/income/1/enter/4",
        "/income/1/sign",
        "/income/1/paper",
        "/quality/household/1",
        "/quality/findings/1",
        "/leads/1",
        "/policy-ledgers/1",
        "/policy-ledgers/lines/1",
        "/sweeps/1",
        "/sweeps/1/houses",
        "/sweeps/1/houses/1",
        "/visits/plan?village=533401102201",
        "/lab/packs/xiaozhongdian-2021",
        "/lab/packs/xiaozhongdian-2021/diagram?move=identify",
        "/lab/packs/xiaozhongdian-2021/timetable?move=identify&start=2021-11-20",
        "/lab/compare?a=national-2021&b=xiaozhongdian-2021",
    ),
    "township-1": (
        "/campaigns/1",
        "/campaigns/1/teams",
        "/campaigns/1/lists",
        "/campaigns/1/plan",
        "/campaigns/1/summary",
        "/leads/2",
        "/spot-checks/1",
        "/spot-checks/1/houses/1",
        "/papers/new",
        "/papers/new/township_review",
        "/papers/new/decline_notice",
        "/papers/1",
        "/papers/1/withdraw",
        "/papers/1/edition",
        "/reports/draft?kind=annual",
        "/reports/draft?kind=circular&area=533401102201",
        "/reports/figure?figure=under-way",
        "/reports/issue?kind=risk",
        "/figures?area=533401102201",
        "/figures/rank?since=quarter",
        "/case/1",
        "/notices/1",
        "/objections/new/1",
        "/notices/new/533401102/township_notice",
        "/quality/findings/1",
        "/data/reconciliation/ledgers/school",
        "/data/reconciliation/rounds/1",
        "/data/reconciliation/differences/1",
        f"/data/exchange/layouts/{household_list().digest}",
        f"/data/exchange/layouts/{CATEGORIES}",
    ),
    "county-1": ("/case/4",),
    "dept-police": ("/department/4", "/policy-ledgers/1"),
    "auditor": ("/handbook/documents", "/handbook/documents/village_notice"),
    "admin": ("/users/1", "/areas/533401102201", "/webhooks/1", "/webhooks/1/remove"),
}
PUBLIC = ("/sign-in", "/board/533401102201", "/board/533401102", "/board/answer", "/board/nowhere")


@pytest.fixture
def office(busy: Path, serve: Callable[[Path], Office]) -> Office:
    """A service on the busy township."""
    return serve(busy)


@pytest.fixture(scope="module")
def busy(made: Path, presses: Presses, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A township with a notice that hangs, an objection against it, and a village that has come to the joint review."""
    path = tmp_path_factory.mktemp("busy") / "township.sqlite"
    shutil.copy(made, path)
    book, store, db = open_book(), FileStore(str(path.parent / "files")), connect(f"sqlite:///{path}", full=False)

    def printing(session: Session, book: Book, notice: Notice, by: Actor, on: datetime) -> None:
        print_notice(session, book, notice, f"http://x.invalid/board/notice/{notice.number}", store, by=by, at=on)

    with work(db) as session:
        ids = list(session.scalars(select(Household.case_id).order_by(Household.number)))
        for _ in carry_on(session, book, ids[:3], POSTED_ON, printing, until=POSTED_ON):
            pass
        for _ in carry_on(session, book, ids[3:6], POSTED_ON, printing, leaving=("joint_review",), hurry=True):
            pass
        entering.enter(session, ids[0], 4, None, {"crops": Decimal("4200.50")}, by=CLERKS[0], at=at(POSTED_ON))
        notice, text = session.get_one(Notice, 1), "这户有车"
        objecting.file(
            session,
            notice,
            ids[0],
            channel="online",
            text=text,
            contact="木先生",
            by=objecting.PUBLIC,
            at=at(POSTED_ON),
        )
        places.furnish(session)
        people.furnish(session)
        session.execute(update(Member).values(ethnicity=""))
    run(lambda: work(db), book, VILLAGE, by=OPERATORS[0], at=at(POSTED_ON))
    with work(db) as session:
        rolls.compare(session, book)
    db.dispose()
    return path


def pages_of(username: str) -> list[str]:
    """Every page without parameters that this person may open, and some with."""
    role = {"leader": "township_leader", "dept-police": "department"}.get(username, username.split("-", maxsplit=1)[0])
    found = [
        rule
        for method, rule, needs in ((*route.split(), needs) for route, (needs, _area) in ROUTES.items())
        if method == "GET" and "<" not in rule and isinstance(needs, Permission) and allows(role, needs)
    ]
    return [
        *(rule for rule in found if not rule.startswith(FILES)),
        "/account",
        "/account/password",
        "/jobs",
        *RECORDS.get(username, ()),
        *places.OURS.get(username, ()),
        *people.OURS.get(username, ()),
    ]


@pytest.mark.parametrize("username", STAFF)
def test_no_page_has_a_serious_fault(
    office: Office, username: str, faultless: Callable[[Page], None], roomy: Callable[[Page], None]
) -> None:
    page = office.sign_in(username)

    for address in pages_of(username):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        faultless(page)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        roomy(page)
        page.set_viewport_size({"width": 1280, "height": 900})

    assert office.faults == []


def test_no_public_page_has_a_serious_fault(office: Office, faultless: Callable[[Page], None]) -> None:
    page = office.open()

    with_notice = ("/board/notice/533401102201-2021-001", "/board/notice/533401102201-2021-001/objection")
    for address, size in itertools.product((*PUBLIC, *with_notice), (PHONE, {"width": 1280, "height": 900})):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(address)
        faultless(page)


def test_nothing_is_wider_than_a_telephone_in_english(office: Office, roomy: Callable[[Page], None]) -> None:
    page = office.sign_in("village-1", phone=True)
    page.get_by_role("button", name="English").click()

    for address in pages_of("village-1"):
        page.goto(address)
        roomy(page)


def test_no_date_breaks_over_two_lines(office: Office) -> None:
    page = office.sign_in("village-1")

    dated = ("/changes", "/quality", "/quality/findings/1", "/grids/1", "/changes/key-facts", "/income/1")
    for address, width in itertools.product(dated, (390, 800, 1280)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        broken = "[...document.querySelectorAll('main time')].filter(one => one.getClientRects().length > 1).length"
        assert page.evaluate("document.querySelectorAll('main time').length"), address
        assert page.evaluate(broken) == 0, address


def test_every_stop_of_the_keyboard_can_be_seen(office: Office) -> None:
    page = office.sign_in("village-1")
    told = """() => {
        const here = document.activeElement, style = getComputedStyle(here);
        const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
        return seen || here === document.body || here.type === "date" ? "" : here.outerHTML.slice(0, 80);
    }"""

    for address in ("/changes", "/quality/findings/1", "/changes/household/1", "/income/1"):
        page.goto(address)
        stops = page.evaluate(
            "document.querySelectorAll('a, button, select, input:not([type=hidden], [type=date])').length"
        )
        for _ in range(min(stops, 40)):
            page.keyboard.press("Tab")
            assert page.evaluate(told) == "", address


def test_a_form_that_came_back_begins_at_its_first_fault(office: Office) -> None:
    page = office.sign_in("village-1")
    page.goto("/changes/household/1/join")
    page.get_by_label("实际发生的日期").fill("2021-10-20")
    page.evaluate("document.querySelector('main form').noValidate = true")

    page.get_by_role("button", name="提出").click()

    expect(page.get_by_label("姓名")).to_be_focused()


def test_a_list_prints_as_a_table_without_the_desk_around_it(office: Office) -> None:
    page = office.sign_in("village-1")
    page.goto("/grids/1")
    page.set_viewport_size({"width": 700, "height": 990})  # an A4 sheet between its margins

    page.emulate_media(media="print")

    expect(page.locator("main thead")).to_be_visible()
    assert page.locator("main tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"
    for around in (".masthead", ".strip", ".filters", ".footer"):
        expect(page.locator(around)).to_be_hidden()
