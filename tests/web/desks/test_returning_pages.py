"""改完再导回 on the pages, and the long lists that go through the background from there."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine.db import reading, work
from engine.files import FileStore
from engine.jobs import lots
from engine.jobs.job import DONE, Job
from engine.jobs.lots import Conditions
from states import samples, workbooks
from states.book import open_book
from states.changes import deciding
from states.changes.change import Change
from states.exchange import exporting, exports, importing
from states.exchange.exporting import Exporting
from states.exchange.importing import Importing
from states.exchange.layouts import shipped
from states.practice.staff import STAFF
from states.quality import background
from states.quality.background import Screening
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township
from web.intake import taking_in
from web.quality import desk as quality_desk
from web.quality import rounds as quality_rounds
from web.settings import Settings

AT = datetime(2021, 10, 25, 2, tzinfo=UTC)
LAYOUT = shipped()["household-register"]
EDITS = "/data/exchange/edits"


def edited(visitor: Visitor, wanted: int, village: str = "") -> bytes:
    """The list that the visitor exports, with so many telephones and addresses edited."""
    answer = visitor.client.get(f"/households/export?layout=household-register&area={village}")
    sheet = workbooks.read(answer.data, "a.xlsx", LAYOUT.fields)
    lines = [list(row.cells) for row in sheet.rows]
    for cell in range(wanted):
        heading = ("联系电话", "家庭住址")[cell // len(lines)]
        text = f"1380000{cell:04}" if heading == "联系电话" else f"二组{cell}号"
        lines[cell % len(lines)][LAYOUT.headings.index(heading)] = text
    return workbooks.write(LAYOUT.headings, lines)


def show(visitor: Visitor, data: bytes) -> Page:
    return visitor.send(visitor.get(EDITS), EDITS, file=(io.BytesIO(data), "名单.xlsx"))


def waiting(township: Township) -> list[Change]:
    with reading(township.db) as session:
        return list(session.scalars(select(Change).where(Change.live).order_by(Change.id)))


def test_edited_cells_become_proposals_once_and_another_person_lets_them_in(township: Township) -> None:
    operator = township.sign_in("township-1")
    assert "改完再导回" in operator.get("/data/exchange").text
    data = edited(operator, 10)

    looked = show(operator, data)
    assert (looked.status, waiting(township)) == (200, [])
    assert "改了10格" in looked.text
    assert "联系电话：9格" in looked.text
    done = operator.send(looked, f"{EDITS}/propose")
    twice = operator.send(looked, f"{EDITS}/propose")  # the same form, sent again

    assert "已提出10条变更" in done.text
    assert (twice.status, len(waiting(township))) == (200, 10)
    assert {one.source for one in waiting(township)} == {"workbook"}
    again = show(operator, data)
    assert "没有要提出的变更" in again.text
    assert "10格您已经提出过" in again.text


def test_what_cannot_be_proposed_is_told_beside_its_cell(township: Township) -> None:
    operator, clerk = township.sign_in("township-1"), township.sign_in("village-1")
    data = edited(operator, 9)

    looked = show(clerk, data)

    assert looked.status == 422
    assert "找不到这个户编号" in looked.text
    here = len(township.cases(VILLAGE))
    assert f"改了{here}格" in looked.text
    form = next(values for action, values in looked.forms() if action.endswith("/remarks"))
    back = workbooks.read(clerk.client.post(f"{EDITS}/remarks", data=form).data, "a.xlsx", ("户编号", "问题"))
    assert sum(bool(row.cells[-2]) for row in back.rows) == 9 - here
    clerk.send(looked, f"{EDITS}/propose")
    assert {one.area[:12] for one in waiting(township)} == {VILLAGE}
    assert show(clerk, b"nothing").status == 422
    assert clerk.send(clerk.get(EDITS), EDITS).status == 422


def test_what_moved_on_since_the_check_is_shown_anew(township: Township) -> None:
    operator = township.sign_in("township-1")
    looked = show(operator, edited(operator, 3))
    other = township.sign_in("village-1")
    other.send(show(other, edited(operator, 1, VILLAGE)), f"{EDITS}/propose")

    late = operator.send(looked, f"{EDITS}/propose")

    assert late.status == 409
    assert "有了变动" in late.text
    assert len(waiting(township)) == 1
    operator.send(late, f"{EDITS}/propose")
    assert len(waiting(township)) == 3


def do(township: Township, settings: Settings, address: str) -> Job:
    """Do the job whose page this is, as a worker would."""
    number, store = int(address.rsplit("/", 1)[1]), FileStore(settings.evidence)
    handlers = {
        importing.KIND: Importing(store),
        exporting.KIND: Exporting(store),
        background.KIND: Screening(open_book),
    }
    conditions = Conditions(township.db, "pc@1", lambda _: AT, lambda: False, lambda *_: None)
    lots.run(conditions, handlers, number, 1)
    with reading(township.db) as session:
        return session.get_one(Job, number)


def test_a_long_list_is_taken_in_in_the_background(
    township: Township, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "AT_ONCE", 20)
    operator = township.sign_in("township-1")
    rows = [[f"N{row[0]}", *row[1:]] for row in map(list, samples.rows(60))][-40:]
    rows[-1][samples.COLUMNS.index("id_no")] = "539999198001010010"
    data = workbooks.write([shipped()["household-list"].heading(name) for name in samples.COLUMNS], rows)

    looked = operator.send(
        operator.get("/data/import/households"), "/data/import/households", file=(io.BytesIO(data), "名单.xlsx")
    )
    assert "在后台入库" in looked.text
    page = operator.send(looked, "/data/import/households/take")
    assert page.address.startswith("/jobs/")
    job = do(township, settings, page.address)

    assert job.state == DONE, job.failure
    shown = operator.get(page.address)
    assert f"入库{job.outcome.figures['households']}户" in shown.text
    [file] = job.outcome.files
    back = operator.get(f"{page.address}/files/{file.digest}")
    assert any(row.cells[-2] for row in workbooks.read(back.data, "a.xlsx", ("姓名", "问题")).rows)
    assert township.sign_in("village-1").get(page.address).status == 404


def test_a_list_is_exported_in_the_background_by_who_may_see_it(township: Township, settings: Settings) -> None:
    operator = township.sign_in("township-1")
    asked = operator.get(f"/data/exchange/background?layout=household-register&area={OTHER_VILLAGE}")
    page = operator.send(asked, "/data/exchange/background")
    job = do(township, settings, page.address)

    assert job.state == DONE, job.failure
    [file] = job.outcome.files
    sheet = workbooks.read(operator.get(f"{page.address}/files/{file.digest}").data, "a.xlsx", LAYOUT.fields)
    assert len(sheet.rows) == len(township.cases(OTHER_VILLAGE))
    assert township.sign_in("village-2").get(page.address).status == 404
    assert operator.client.get("/data/exchange/background?area=5333").status_code == 404
    assert operator.client.get("/data/exchange/background?layout=none").status_code == 404


def test_a_large_area_is_looked_through_in_the_background(
    township: Township, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (quality_desk, quality_rounds):
        monkeypatch.setattr(module, "AT_ONCE", 3)
    operator = township.sign_in("township-1")
    page = operator.get("/quality")
    assert "在后台筛查" in page.text

    begun = operator.send(page, "/quality/run")
    assert begun.address.startswith("/jobs/")
    job = do(township, settings, begun.address)

    assert (job.state, job.outcome.figures["households"]) == (DONE, 9)
    assert "筛查了9户" in operator.get(begun.address).text
    assert operator.get("/quality/rounds").status == 200
    small = operator.get(f"/quality?area={VILLAGE}")
    assert ("在后台筛查" in small.text) is (len(township.cases(VILLAGE)) > 3)


def test_the_proposals_of_a_list_are_checked_like_any_others(township: Township) -> None:
    operator = township.sign_in("township-1")
    operator.send(show(operator, edited(operator, 2)), f"{EDITS}/propose")
    other = next(one for one in STAFF if one.role == "village" and one.area == waiting(township)[0].area[:12])

    with work(township.db) as session:
        ids = [one.id for one in waiting(township)]
        done = deciding.verify_many(session, open_book(), ids, by=other, at=AT)

    assert len(done.moved) == 2
    with reading(township.db) as session:
        lines = list(exports.rows(session, other, LAYOUT, exports.Filter()))
    assert sum(line[LAYOUT.headings.index("联系电话")].startswith("1380000") for line in lines) == 2
