"""Every list goes out as a file that holds what its pages show: the same lines, and none from outside the area."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from flask import Flask, template_rendered
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.clock import office_day
from engine.db import reading, work
from engine.jobs.job import Job
from states import desk, notice_desk, objection_desk, users
from states.book import open_book
from states.changes import shown
from states.exchange import exporting
from states.households import Draft, register
from states.identity import masked
from states.leads import receiving
from states.leads.receiving import Tip
from states.listings import desks, helping, look_back, quality, reconciliation, records
from states.listings.book import LISTINGS
from states.look_back import proposing
from states.look_back.taking_over import Formerly, take_over_list
from states.members import Member
from states.packs.store import in_force
from states.passwords import Secret
from states.places import grid_desk
from states.practice.staff import OPERATORS
from states.quality.rounds import run
from states.reconciliation.differences import Difference
from states.roles import Permission, allows
from tests.browser import places, rolls
from tests.web.client import Page, Visitor
from tests.web.conftest import PASSWORD
from tests.web.desks.conftest import BEGUN, Township
from tests.web.desks.test_every_list import ACTORS, AT, HEADS, _number, _person, everywhere  # noqa: F401 - a fixture
from tests.web.intake_routes import KINDS
from tests.web.listings_routes import LISTS
from tests.web.test_access import ROUTES
from web.access import Area
from web.listings import handing_out

REASONS = {
    "/data/import": "the files that came in, each of which goes back with remarks",
    **{f"/data/import/{kind}": "the list is the clerk's own file, which goes back with remarks" for kind in KINDS},
    "/data/exchange/edits": "the list is the clerk's own file, which goes back with remarks",
    "/quality/parameters": "what a county has set; nothing of a household",
    "/households": "goes out by layouts (`/households/export`), which log numbers in full",
    "/announcements": "its days lead to the papers that announce them",
    "/webhooks": "the systems that an administrator connected; nothing of a household",
    "/department": "a department takes no list out; its ledger goes out and comes back through reconciliation",
    "/department/compare": "a department takes no list out; each household compared is noted",
    "/department/done": "a department takes no list out",
    "/department/criteria": "a department takes no list out",
    "/leads/draw": "households proposed; those confirmed go out as the list of leads",
    "/leads/departments": "which departments handed a month in; nothing of a household",
    "/leads/pushed": "a department takes no list out",
    "/ledger": "seals are proved by the program, not by a file",
    "/look-back/sheet": "the paper of a check list, which goes out from the page of the list",
    "/room": "the front page: what stands there goes out from the page to which it leads",
    "/deadlines/duties": "what a plan asks for each period; what came of it goes out from the duty's own page",
    "/reports": "the papers that were issued, each of which is fetched as it was printed",
    "/reports/draft": "goes out whole as a file to be edited; its figures lead to lists that go out",
    "/procedure": "what a pack says, printed in the handbook",
    "/lab/changes": "what was proposed, by whom, with counts of cases; nothing of a household",
    "/lab/migrations": "numbers before they are acted on; the list goes out by the shell (`pack migrate --report`)",
    "/lab/orphans": "what is wrong in a sentence and a count; the cases are named by number",
    "/lab": "the packs, which are files of their own; of cases only how many",
    "/users": "accounts stay in the house",
    "/jobs/clear": "what is past its term, counted before it goes",
    "/print": "papers, each of which is printed from its own line",
    "/papers": "papers that are issued; each goes out as itself; the list by `paper list --json`",
    "/scans": "stacks that were handed in, with counts; each page belongs to its household's file",
    "/scans/queue": "pictures that wait for a person; they leave the queue by being filed",
    "/jobs": "what one asked the program to do; its outcome is fetched there",
}
"""The pages with a table of rows that do not go out, and why."""
PAGES = {
    "/worklist": "worklist",
    "/worklist?only=blocked": "worklist",
    "/worklist/overview": "progress",
    "/income": "income",
    "/notices": "notices",
    "/objections?all=1": "objections",
    "/areas": "areas",
    "/changes": "changes",
    "/changes/keying": "keyings",
    "/changes/ledger": "ledger-village",
    "/changes/ledger?kind=increase": "ledger-increase",
    "/changes/unvisited": "unvisited",
    "/grids": "grids",
    "/grids/none": "without-grid",
    "/totals": "totals",
    "/totals/status": "status",
    "/totals/share": "share",
    "/deadlines": "deadlines",
    "/deadlines?state=overdue": "deadlines",
    "/deadlines/duties/pushed": "duty-reports",
    "/deadlines/reminders?sent=1": "reminders",
    "/campaigns": "campaigns",
    "/leads": "leads",
    "/leads?held=nobody": "leads",
    "/clerks": "data-clerks",
    "/leads?state=received": "leads",
    "/problems": "problems",
    "/problems?state=received": "problems",
    "/problems/progress": "problem-progress",
    "/sessions": "sessions",
    "/sessions/quarter?quarter=2021-Q4": "session-quarter",
    "/sheets": "sheet-village",
    "/sheets?kind=township": "sheet-township",
    "/sheets?kind=lifted_out_village": "sheet-lifted-out-village",
    "/sheets?kind=work_team": "sheet-work-team",
    "/help?kind=no-measure": "help-gaps",
    "/help?kind=left-out": "left-out",
    "/help/statistics": "help-statistics",
    "/help/villages": "village-measures",
    "/help/responses": "response-times",
    "/livelihood": "work-doubts",
    "/livelihood/trainings": "trainings",
    "/livelihood/students": "student-differences",
    "/quality": "findings",
    "/quality?severity=2": "findings",
    "/quality/rounds": "quality-rounds",
    "/quality/villages": "village-sheets",
    "/look-back": "procedure-gaps",
    "/look-back/lists": "check-list",
    "/look-back/lists?list=adjustment": "check-list",
    "/look-back/stability": "stability",
    "/look-back/overdue": "over-a-year",
    "/reports/figure": "report-figure",
    "/figures": "figures",
    "/figures/rank": "figures-rank",
    "/figures/trend": "figures-trend",
    "/figures/time": "figures-time",
    "/figures/burden": "figures-burden",
    "/reports/figure?figure=under-way": "report-figure",
    "/data/reconciliation": "reconciliation",
    "/data/reconciliation/differences": "differences",
}
"""Pages with and without a filter, and the list that each shows."""
TAKERS = [(role, area) for role, area in ACTORS if allows(role, Permission.EXPORT)]


@pytest.fixture
def busy(everywhere: Township, monkeypatch: pytest.MonkeyPatch) -> Township:  # noqa: F811
    """The township among others with something on every list, and pages so short that every list has several."""
    for paged in (desk, shown, grid_desk, notice_desk, objection_desk):
        monkeypatch.setattr(paged, "PAGE", 2)
    for told_of in (desks, helping, look_back, quality, reconciliation, records):
        monkeypatch.setattr(told_of, "A_PAGE", 2)
    with work(everywhere.db) as session:
        places.furnish(session)
        session.execute(update(Member).values(ethnicity=""))
    run(lambda: work(everywhere.db), open_book(), "533401102", by=OPERATORS[0], at=AT)
    with work(everywhere.db) as session:
        rolls.compare(session, open_book())
        _monitored_before(session)
    return everywhere


def _monitored_before(session: Session) -> None:
    """Households everywhere that were monitored before the program, leads about them and others, check lists."""
    by, definition = Actor("system", "系统", "township"), in_force(session, "533401102", BEGUN).definition
    drafts = [
        Draft(code, {"number": f"{_number(head)}{n}", "head_name": f"{head}{of}"}, (_person(f"{head}{of}"),))
        for code, head in HEADS.items()
        for n, of in ((7, "邻家"), (8, "家"))
    ]
    register(session, drafts, definition, SYSTEM, AT)
    days = date(2020, 5, 1), date(2021, 6, 1)
    lines = [
        Formerly(f"{_number(head)}8", "marginal", days[0], days[1] if place % 2 else None)
        for place, head in enumerate(HEADS.values())
    ]
    take_over_list(session, open_book(), lines, "全国系统2021年9月导出", by=by, at=AT)
    for draft in drafts:
        tip = Tip("department", office_day(AT), "医保反馈自付费用大", number=str(draft.columns["number"]))
        receiving.receive(session, tip, by=by, at=AT)
    proposing.propose(session, "", by=by, at=AT)


def signed_in(township: Township, secret: Secret, role: str, area: str) -> Visitor:
    """Somebody of a role in front of a browser."""
    with work(township.db) as session:
        where = users.Account(f"of-{role}-{area}", "看的人", role, area, "police" if role == "department" else "")
        users.add(session, where, secret, by=SYSTEM, at=datetime.now(UTC))
    visitor = Visitor(township.app)
    assert visitor.sign_in(f"of-{role}-{area}", PASSWORD).status == 200
    return visitor


def told(visitor: Visitor, address: str) -> list[list[str]]:
    """The lines of a list as csv, below its head."""
    answer = visitor.client.get(address)
    assert answer.mimetype == "text/csv", (address, answer.status_code)
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[4:]


def on_page(page: Page, name: str) -> tuple[list[str], str]:
    """What stands at the head of each row of the list on a page, and the address of the list as csv; "" for none."""
    address, rows = "", list[str]()
    for element in page.root.iter():
        link = element.get("href") or ""
        if element.tag == "a" and urlsplit(link).path == f"/lists/{name}" and link.endswith("format=csv"):
            address = link
        if element.tag == "table" and address:
            rows = [_first(row) for row in element.iter("tr") if row.find("th[@scope='row']") is not None]
            break
    return rows, address


def _first(row: Element) -> str:
    head = row.find("th[@scope='row']")
    assert head is not None
    link = head.find("a")
    return "".join((head if link is None else link).itertext()).strip().split("\n", maxsplit=1)[0]


def all_pages(visitor: Visitor, address: str, name: str) -> tuple[list[str], str]:
    """The rows of every page of a list, and where it goes out."""
    rows, out, onward = list[str](), "", address
    while onward:
        page = visitor.get(onward)
        found, here = on_page(page, name)
        rows, out = rows + found, out or here
        following = (a for a in page.root.iter("a") if a.get("rel") == "next")
        onward = next((a.get("href") or "" for a in following), "")
    return rows, out


@pytest.mark.parametrize(("role", "area"), TAKERS)
def test_a_file_holds_the_rows_of_all_pages_and_nothing_from_outside(
    busy: Township, secret: Secret, role: str, area: str
) -> None:
    visitor = signed_in(busy, secret, role, area)
    outside = [word for code, head in HEADS.items() if not code.startswith(area) for word in (head, _number(head))]

    compared = set()
    for address, name in PAGES.items():
        if not LISTINGS[name].may(role):
            assert visitor.client.get(f"/lists/{name}").status_code == 403
            continue
        rows, out = all_pages(visitor, address, name)
        assert bool(rows) == bool(out), address
        if not out:
            continue
        lines = told(visitor, out)
        assert len(lines) == len(rows), address
        cells = ["\n".join(line) for line in lines]
        if name != "differences":  # a key is masked in the file
            assert [head for head in rows if not any(head in line for line in cells)] == [], address
        assert [word for word in outside for line in cells if word in line] == [], address
        compared.add(name)
    assert {"progress", "totals"} <= compared


def test_every_page_with_a_list_offers_it_or_says_why_not(busy: Township, secret: Secret) -> None:
    visitors = [
        signed_in(busy, secret, role, area)
        for role, area in (("township", "533401102"), ("auditor", ""), ("department", "533401"), ("admin", ""))
    ]
    silent, offering = set(), set()
    for address in _lists():
        for visitor in visitors:
            for source in _sources(busy.app, visitor, address):
                if "<table" in source or "houses_table(" in source or "tally-list" in source:
                    (offering if "export(" in source else silent).add(address)

    assert silent - offering == REASONS.keys()
    assert {"/worklist", "/quality/patterns", "/data/reconciliation/differences"} <= offering


def _lists() -> list[str]:
    return [
        route.split()[1]
        for route, (_needs, area) in ROUTES.items()
        if area is Area.LIST and route.startswith("GET /") and not route.startswith(("GET /api/", "GET /lists/"))
    ]


def _sources(app: Flask, visitor: Visitor, address: str) -> Iterator[str]:
    """The templates with which a page was made, as they are written."""
    used = []

    def note(_app: Flask, template: object, **_more: object) -> None:
        used.append(str(getattr(template, "name", "")))

    with template_rendered.connected_to(note, app):
        answer = visitor.client.get(address)
        answer.close()
    assert app.jinja_env.loader is not None
    for name in used if answer.status_code == 200 else ():
        yield app.jinja_env.loader.get_source(app.jinja_env, name)[0]


def test_every_list_is_known_and_told_by_somebody(busy: Township, secret: Secret) -> None:
    visitor = signed_in(busy, secret, "township", "533401102")

    for name in LISTS:
        answer = visitor.client.get(f"/lists/{name}")
        assert (answer.status_code, answer.data[:2]) == (200, b"PK"), name
        lines = answer.headers["Content-Disposition"]
        assert "20211025.xlsx" in lines, name
    assert {name: one.needs for name, one in LISTINGS.items()} == LISTS


def test_a_file_says_what_it_is_and_a_filter_outside_the_area_is_not_asked(busy: Township, secret: Secret) -> None:
    visitor = signed_in(busy, secret, "township", "533401102")

    data = visitor.client.get("/lists/findings?area=533401102201&severity=2&format=csv").data.decode("utf-8-sig")
    title, about, when, headings = data.splitlines()[:4]

    assert title == "疑点清单"
    assert about.startswith("地区：")
    assert "严重程度：" in about
    assert when.startswith("导出时间：2021-10-25")
    assert when.endswith("导出人：看的人")
    assert headings.startswith("村,户编号,户主")
    other = visitor.client.get("/lists/findings?area=533402&severity=17&format=csv").data.decode("utf-8-sig")
    assert "筛选：全部" in other


def test_a_long_list_is_offered_in_the_background(busy: Township, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_out, "AT_ONCE", 2)
    operator = busy.sign_in("township-1")

    page = operator.get("/lists/without-grid?village=533401102202&format=csv")
    assert "这份名单超过2行" in page.text
    began = operator.send(page, "/lists/without-grid")

    assert began.address.startswith("/jobs/")
    assert "没有编进网格的农户" in began.text
    with reading(busy.db) as session:
        job = session.scalars(select(Job)).one()
    assert (job.kind, job.area) == (exporting.KIND, "533401102202")
    assert json.loads(job.params) == {"list": "without-grid", "format": "csv", "asked": {"village": "533401102202"}}


def test_identity_numbers_are_masked_in_a_file_of_differences(busy: Township) -> None:
    lines = told(busy.sign_in("township-1"), "/lists/differences?format=csv")

    with reading(busy.db) as session:
        keys = session.scalars(select(Difference.key).where(Difference.ledger == "school")).all()
    assert len(lines) == len(keys) >= 2
    assert {line[3] for line in lines} == {masked(key) for key in keys}
    assert [key for key in keys for line in lines if key in "".join(line)] == []


def test_a_clerk_of_a_village_takes_no_list_out_and_is_offered_none(busy: Township) -> None:
    clerk = busy.sign_in("village-1")

    assert clerk.client.get("/lists/worklist").status_code == 403
    assert "导出本页筛选结果" not in clerk.get("/worklist/overview").text
    assert "导出本页筛选结果" in busy.sign_in("township-1").get("/worklist/overview").text
