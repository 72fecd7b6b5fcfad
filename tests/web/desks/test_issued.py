"""Papers through the pages: previewed, issued, the signed copy sent back, replaced, withdrawn; refused with reasons."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from sqlalchemy import select, update

from engine.db import reading, work
from states.households import Household
from states.issued.numbers import next_number
from states.issued.paper import Paper
from states.openings import Opening
from tests.web.desks.conftest import VILLAGE, Township

FORM = f"/papers/new/accuracy_commitment?area={VILLAGE}"
ISSUE = "/papers/new/accuracy_commitment"
NOBODY = "包村领导，木春"


def photo() -> BytesIO:
    """A photo of a signed paper."""
    out = BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "JPEG")
    out.seek(0)
    return out


def test_a_leader_commits_to_a_village_and_the_page_tells_when_it_is_no_longer_true(township: Township) -> None:
    leader, signed_by = township.sign_in("leader"), "包村领导，张文斌"
    form = leader.get(FORM)

    preview = leader.post(ISSUE + "/preview", csrf_token=_token(form), area=VILLAGE, signatories=signed_by)
    assert preview.data.startswith(b"%PDF-")
    with reading(township.db) as session:
        assert next_number(session, VILLAGE, "承诺", 2021).serial == 1  # a preview takes no number

    page = leader.send(form, ISSUE, area=VILLAGE, signatories=signed_by)
    assert page.address == "/papers/1"
    assert "没有变动" in page.text
    assert leader.get("/papers/1/paper.pdf").data.startswith(b"%PDF-")
    with reading(township.db) as session:
        assert [one.subject for one in session.scalars(select(Opening))] == ["paper:1"]

    with work(township.db) as session:
        session.execute(update(Household).where(Household.case_id == township.cases()[0]).values(phone="0887-5550999"))
    assert "承诺以后有1户的数据变动" in leader.get("/papers/1").text
    assert "和平村承诺〔2021〕1号" in township.sign_in("county-1").get("/papers").text


def test_who_is_not_among_the_signatories_is_told_why_and_keeps_what_was_written(township: Township) -> None:
    leader = township.sign_in("leader")

    page = leader.send(leader.get(FORM), ISSUE, area=VILLAGE, signatories=NOBODY)

    assert page.status == 409
    assert "承诺人里没有您本人" in page.text
    assert NOBODY in page.text
    assert leader.send(leader.get(FORM), ISSUE, area=VILLAGE, signatories="").status == 422
    with reading(township.db) as session:
        assert session.scalars(select(Paper)).all() == []


def test_the_signed_copy_comes_back_and_a_paper_is_replaced_and_withdrawn(township: Township) -> None:
    clerk, case = township.sign_in("township-1"), township.cases()[0]
    with reading(township.db) as session:
        number = session.scalars(select(Household.number).where(Household.case_id == case)).one()
    told = {"household": number, "opinion": "agree", "grounds": "程序规范"}
    page = clerk.send(clerk.get("/papers/new/township_review"), "/papers/new/township_review", **told)
    assert page.address == "/papers/1"

    assert clerk.send(page, "/papers/1/signed", file=(BytesIO(b"<html>"), "a.jpg")).status == 422
    assert "签章件已收回" in clerk.send(page, "/papers/1/signed", file=(photo(), "签.jpg")).text
    assert clerk.get("/papers/1/signed").response.mimetype == "image/jpeg"

    form = clerk.get("/papers/1/edition")
    assert "程序规范" in form.html
    again = clerk.send(form, "/papers/new/township_review", **told | {"grounds": "情况属实"}, reason="意见写错")
    assert again.address == "/papers/2"
    assert "第2版" in again.text
    assert "已换新版" in clerk.get("/papers/1").text

    gone = clerk.send(clerk.get("/papers/2/withdraw"), "/papers/2/withdraw", reason="重复")
    assert "已作废" in gone.text
    assert "/papers/2/withdraw" not in gone.html
    assert clerk.send(clerk.get("/papers/2/withdraw"), "/papers/2/withdraw", reason="再作废").status == 409


def test_a_department_sees_only_its_own_papers_and_a_village_clerk_issues_no_commitment(township: Township) -> None:
    county = township.sign_in("county-1")
    form = county.get("/papers/new/joint_review_request?department=police")
    nobody = county.send(form, "/papers/new/joint_review_request", telephone="0887-5550789")
    assert "没有等待这个部门答复的农户" in nobody.text
    leader = township.sign_in("leader")
    leader.send(leader.get(FORM), ISSUE)

    assert "和平村承诺" not in township.sign_in("dept-police").get("/papers").text
    village = township.sign_in("village-1")
    assert village.get("/papers/new/accuracy_commitment").status == 403
    token = _token(village.get("/account"))
    refused = village.post(ISSUE, area=VILLAGE, signatories=NOBODY, csrf_token=token)
    assert "不由您的岗位印发" in refused.text


def _token(page: object) -> str:
    """The token of a page's forms."""
    return next(values["csrf_token"] for _, values in page.forms() if "csrf_token" in values)  # type: ignore[attr-defined]
