"""Scanned papers at the desk: handed in, filed by hand, taken up by evidence, and missed nowhere."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from engine.actors import SYSTEM
from engine.db import reading, work
from engine.evidence import EvidenceFile
from engine.files import FileStore
from engine.jobs.job import Job
from engine.start import break_off, start
from states.book import open_book
from states.households import Household
from states.openings import Opening
from states.packs.store import in_force
from states.practice.days import at
from states.practice.staff import CLERKS
from states.scans.page import FILED, QUEUED, REJECTED, ScanPage, ScanUse
from tests.states import papers
from tests.web.client import Visitor
from tests.web.desks.conftest import BEGUN, POSTED_ON, VILLAGE, Township
from web.settings import Settings


def picture(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 120), (shade, shade, shade)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def stack(township: Township, settings: Settings) -> Township:
    """The first household's visit sheet is filed; a page without a code and a consent wait for a person."""
    store = FileStore(settings.evidence)
    images = tuple(store.put(picture(shade)) for shade in (10, 90, 200))
    with work(township.db) as session:
        query = select(Household).where(Household.case_id == township.cases()[0])
        papers.hand_in(session, session.scalars(query).one(), CLERKS[0], at(POSTED_ON), images)
    return township


def page(township: Township, number: int) -> ScanPage:
    with reading(township.db) as session:
        return session.get_one(ScanPage, number)


def number_of(township: Township, case: int) -> str:
    with reading(township.db) as session:
        return session.scalars(select(Household.number).where(Household.case_id == case)).one()


def test_a_stack_is_handed_in_and_a_job_is_asked_for(township: Township) -> None:
    clerk = township.sign_in("village-1")
    form = clerk.get("/scans")

    assert "请选择扫描好的PDF" in clerk.send(form, "/scans").text
    assert "不是照片" in clerk.send(form, "/scans", files=(io.BytesIO(b"MZ.."), "a.pdf")).text
    sent = clerk.send(form, "/scans", files=(io.BytesIO(picture(9)), "照片.jpg"))

    assert (sent.status, sent.address) == (200, "/scans/1")
    with reading(township.db) as session:
        [job] = session.scalars(select(Job))
    assert (job.kind, job.params) == ("split-scans", '{"batch":1}')
    assert "照片.jpg" in clerk.get("/scans").text
    assert township.sign_in("auditor").get("/scans").text.count("上传并归档") == 0


def test_a_page_that_could_not_be_read_is_filed_under_the_household_that_was_found(stack: Township) -> None:
    clerk, case = stack.sign_in("village-1"), stack.cases()[1]
    number = number_of(stack, case)
    assert "没有读到二维码" in clerk.get("/scans/queue").text

    found = clerk.get(f"/scans/pages/2?q={number}&turn=1")
    assert number in found.text
    assert "请选择这是哪一种表" in clerk.send(found, "/scans/pages/2/file", number=number, form="").text
    next_one = clerk.send(found, "/scans/pages/2/file", number=number, form="visit_sheet", turn="1")

    assert next_one.address == "/scans/pages/3"
    assert "上一页已归到" in next_one.text
    filed = page(stack, 2)
    assert (filed.status, filed.reason, filed.form, filed.proves) == (FILED, "by-hand", "visit_sheet", ("visit",))
    assert clerk.get("/scans/pages/2/image").data.startswith(b"\xff\xd8")
    with Image.open(io.BytesIO(clerk.get("/scans/pages/2/image").data)) as turned:
        assert turned.size == (120, 80)
    assert "入户核查单" in clerk.get(f"/case/{case}").text
    with reading(stack.db) as session:
        assert session.scalars(select(Opening.subject).where(Opening.subject == "scan:2")).first()

    clerk.send(next_one, "/scans/pages/2/undo")
    back = page(stack, 2)
    assert (back.status, back.reason, back.household_id, back.form) == (QUEUED, "undone", None, "")
    assert "撤销扫描归档" in clerk.get(f"/case/{case}").text


def test_somebody_elses_household_cannot_be_chosen(stack: Township) -> None:
    clerk, other = stack.sign_in("village-1"), number_of(stack, stack.cases("533401102202")[0])
    form = clerk.get(f"/scans/pages/2?q={other}")

    assert "辖区里没有找到" in form.text
    assert "您的辖区里没有这个户编号" in clerk.send(form, "/scans/pages/2/file", number=other, form="visit_sheet").text
    assert page(stack, 2).status == QUEUED


def test_what_was_read_is_filed_many_at_once_and_what_was_not_is_left_out(stack: Township) -> None:
    clerk = stack.sign_in("village-1")
    queue = clerk.get("/scans/queue")

    assert clerk.send(queue, "/scans/queue", leaf="2").status == 409
    assert "已归档1页" in clerk.send(queue, "/scans/queue", leaf="3").text
    assert [page(stack, n).status for n in (2, 3)] == [QUEUED, FILED]
    clerk.send(clerk.get("/scans/pages/2"), "/scans/pages/2/discard")
    assert page(stack, 2).status == REJECTED
    assert "没有要人工归档的页" in clerk.get("/scans/queue").text
    assert stack.sign_in("village-2").get("/scans").text.count("核查单.pdf") == 0


def test_the_paper_goes_into_the_evidence_that_is_recorded_from_it(stack: Township) -> None:
    clerk, case = stack.sign_in("village-1"), stack.cases()[0]
    file = clerk.get(f"/case/{case}")
    assert "扫描归档的表" in file.text
    assert page(stack, 1).status == FILED

    consent = clerk.send(clerk.get("/scans/queue"), "/scans/queue", leaf="3")
    assert consent.status == 200
    form = clerk.get(f"/evidence/new/consent?case={case}")
    assert "附上已扫描归档的“风险消除知情同意书" in form.text
    told = {"informed": "yes", "agreed": "yes", "signed_by": "head", "happened_on": date.isoformat(POSTED_ON)}
    done = clerk.send(form, "/evidence/new/consent", **told)

    assert "已登记" in done.text
    with reading(stack.db) as session:
        use = session.scalars(select(ScanUse).where(ScanUse.page_id == 3)).one()
        [kept] = session.scalars(select(EvidenceFile).where(EvidenceFile.evidence_id == use.evidence_id))
    assert (use.supplement, kept.digest) == (False, page(stack, 3).image)
    assert "附上已扫描归档" not in clerk.get(f"/evidence/new/consent?case={case}").text
    refused = clerk.send(clerk.get("/scans/pages/3"), "/scans/pages/3/undo")
    assert (refused.status, "不能撤销归档" in refused.text) == (409, True)


def test_a_stack_may_be_larger_than_other_uploads(township: Township, settings: Settings) -> None:
    clerk: Visitor = township.sign_in("village-1")
    settings_mb = settings.max_upload_mb << 20

    large = io.BytesIO(b"%PDF-1.7\n" + b"0" * settings_mb)
    assert clerk.send(clerk.get("/scans"), "/scans", files=(large, "大.pdf")).status == 200


def test_the_case_says_that_the_paper_is_in_and_only_its_facts_are_missing(township: Township) -> None:
    case = township.cases()[0]
    with work(township.db) as session:
        break_off(session, [case], by=SYSTEM, at=at(POSTED_ON), reason="重新办理")
        definition = in_force(session, VILLAGE, POSTED_ON).definition
        start(session, open_book(), [case], "identify", by=CLERKS[0], at=at(POSTED_ON), definition=definition)
        query = select(Household).where(Household.case_id == case)
        papers.hand_in(session, session.scalars(query).one(), CLERKS[0], at(POSTED_ON))

    assert "纸质表已扫描归档，只差登记内容" in township.sign_in("village-1").get(f"/case/{case}").text


def test_scans_beside_evidence_go_along_when_it_is_corrected(township: Township) -> None:
    clerk, case = township.sign_in("village-1"), township.cases()[0]
    with work(township.db) as session:
        query = select(Household).where(Household.case_id == case)
        papers.hand_in(session, session.scalars(query).one(), CLERKS[0], at(BEGUN))
        use = session.scalars(select(ScanUse)).one()
        assert (use.page_id, use.supplement) == (1, True)
        old = use.evidence_id
    shown = clerk.get(f"/evidence/{old}")
    assert "登记以后扫描归档的原件" in shown.text

    form = clerk.get(f"/evidence/{old}/replace")
    told = {"visitors": "和秀兰，信息员", "findings": "情况属实", "reason": "写错了一处"}
    done = clerk.send(form, f"/evidence/{old}/replace", **told)

    assert "已更正" in done.text
    assert "登记以后扫描归档的原件" in done.text
    undone = clerk.send(clerk.get("/scans/pages/1"), "/scans/pages/1/undo")
    assert (undone.status, page(township, 1).status) == (200, QUEUED)
    assert "登记以后扫描归档的原件" not in clerk.get(done.address).text
