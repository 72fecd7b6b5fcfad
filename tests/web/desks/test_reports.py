"""Reports at the desk: a draft whose figures lead to as many rows, words that stay, and a paper that is issued."""

from __future__ import annotations

import io
from datetime import date

import docx
from sqlalchemy import select

from engine.db import reading
from states.issued.paper import Paper
from tests.publicity.papers import text
from tests.web.client import Page
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township

DRAFT = "/reports/draft?kind=circular&area=533401102&since=2021-10-01&until=2021-12-31"


def links(page: Page) -> list[tuple[str, int]]:
    """Where each figure of a page leads, and what it says."""
    found = (one for one in page.root.iter("a") if (one.get("href") or "").startswith("/reports/figure"))
    return [(one.get("href") or "", int("".join(one.itertext()))) for one in found]


def test_every_figure_of_a_draft_leads_to_as_many_rows(township: Township) -> None:
    visitor = township.sign_in("township-1")
    figures = links(visitor.get(DRAFT))
    assert len(figures) >= 10

    for address, n in dict(figures).items():
        page = visitor.get(address)
        rows = [row for row in page.root.iter("tr") if row.find("th[@scope='row']") is not None]
        assert (page.status, len(rows)) == (200, n), address


def test_words_are_added_printed_and_issued_and_the_issued_paper_stays(township: Township) -> None:
    visitor = township.sign_in("township-1")
    page = visitor.get(DRAFT)
    said = {"text-asks": "11月5日前办完超期的环节。"}
    assert "已保存" in visitor.send(page, "/reports/draft", **said).text
    again = visitor.get(DRAFT)
    assert "11月5日前办完超期的环节。" in again.text
    assert "第1稿" in again.text
    overtaken = visitor.send(page, "/reports/draft", **{"text-asks": "别的话"})
    assert (overtaken.status, "刚刚改过同一部分" in overtaken.text, "别的话" in overtaken.text) == (409, True, True)

    ask = DRAFT.replace("/draft", "/issue")
    form = dict(visitor.get(ask).forms())["/reports/issue"]  # goes to its own address, what is asked with it
    issued = Page(visitor.client.post(ask, data=form, follow_redirects=True))
    assert "小中甸镇通〔2021〕1号" in issued.text
    with reading(township.db) as session:
        paper = session.scalars(select(Paper)).one()
    pdf = text(visitor.client.get(f"/papers/{paper.id}/paper.pdf").data)
    assert "11月5日前办完超期的环节。" in pdf
    file = docx.Document(io.BytesIO(visitor.client.get(f"/reports/issued/{paper.id}/report.docx").data))
    assert "小中甸镇通〔2021〕1号" in [paragraph.text for paragraph in file.paragraphs]
    assert "小中甸镇通〔2021〕1号" in visitor.get("/reports").text

    township.on(date(2021, 12, 20))
    assert links(visitor.get(DRAFT)) != []
    assert text(visitor.client.get(f"/papers/{paper.id}/paper.pdf").data) == pdf


def test_what_one_may_not_do_is_said(township: Township) -> None:
    clerk, auditor = township.sign_in("village-1"), township.sign_in("auditor")

    assert clerk.get(f"/reports/draft?kind=annual&area={OTHER_VILLAGE}").status == 404
    assert clerk.get("/reports/draft?kind=tale").status == 404
    assert clerk.get("/reports/figure?figure=tale").status == 404
    assert clerk.client.get("/reports/issued/7/report.docx").status_code == 404
    assert "保存补写的文字" not in auditor.get(DRAFT).text
    assert auditor.client.get(DRAFT.replace("/draft", "/draft.pdf")).status_code == 403
    other = township.sign_in("township-1").get(f"/reports/issue?kind=annual&area={VILLAGE}")
    assert "只能印发本单位的报告" in other.text
