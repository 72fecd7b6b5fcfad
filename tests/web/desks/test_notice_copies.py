"""The copies beside the paper, a longer period with its correction, what must come down: through the pages."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from engine.db import reading
from states.members import Member
from states.notices import Notice
from states.openings import Opening
from tests.publicity.papers import text
from tests.web.client import Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, POSTED_ON, VILLAGE, Township
from tests.web.desks.journey import hung, photo


@pytest.fixture
def notice(township: Township) -> int:
    """A notice that hangs in the village."""
    return hung(township, township.sign_in("village-1"), POSTED_ON)


def number(township: Township, notice: int) -> str:
    """The number on its paper."""
    with reading(township.db) as session:
        return session.get_one(Notice, notice).number


def heads(township: Township) -> list[Member]:
    """The heads of the village's households."""
    with reading(township.db) as session:
        return list(session.scalars(select(Member).where(Member.village == VILLAGE, Member.is_head)))


def test_the_web_copy_is_for_everybody_and_masked(township: Township, notice: int) -> None:
    public = Visitor(township.app)
    address = f"/board/notice/{number(township, notice)}"
    page = public.get(address)
    paper = public.look(f"{address}/copy.pdf")
    again = public.look(f"{address}/copy.pdf", headers={"If-None-Match": paper.response.headers["ETag"]})

    assert f"{address}/copy.pdf" in page.html
    words = text(paper.data)
    assert [one.name for one in heads(township) if one.name in words or one.id_no in words] == []
    assert again.status == 304
    township.on(date(2021, 10, 30))
    assert public.look(f"{address}/copy.pdf").status == 404


def test_the_full_copy_is_for_the_office_and_notes_whose_file_was_opened(township: Township, notice: int) -> None:
    clerk = township.sign_in("village-1")
    assert "内部存档名单" in clerk.get(f"/notices/{notice}").text
    paper = clerk.look(f"/notices/{notice}/file-copy.pdf")

    words = text(paper.data)
    assert [one.name for one in heads(township) if one.id_no[-4:] not in words or one.id_no in words] == []
    with reading(township.db) as session:
        assert session.scalar(select(func.count()).select_from(Opening)) == len(township.cases())
    assert township.sign_in("village-2").look(f"/notices/{notice}/file-copy.pdf").status == 404
    assert Visitor(township.app).look(f"/notices/{notice}/file-copy.pdf").status == 302


def test_a_longer_period_is_corrected_on_the_wall(township: Township, notice: int) -> None:
    clerk = township.sign_in("village-1")
    address = f"/notices/{notice}/extend"
    assert clerk.send(clerk.get(address), address, days="9", reason="连日大雨").status == 409

    page = clerk.send(clerk.get(address), address, days="2", reason="连日大雨")

    assert "公示期已延长到2021年11月2日" in page.text
    assert "墙上文书印的截止日是2021年10月29日，与实际不符" in page.text
    assert "延长至2021年11月2日止" in text(clerk.look(f"/notices/{notice}/correction.pdf").data)
    assert "2021年11月2日" in Visitor(township.app).get(f"/board/{VILLAGE}").text
    page = clerk.send(page, f"/notices/{notice}/correct")
    assert "与实际不符" not in page.text
    assert "贴出更正通知，截止日2021年11月2日" in page.text
    assert clerk.look(f"/notices/{notice}/correction.pdf").status == 404


def test_what_is_over_is_listed_until_it_is_down(township: Township, notice: int) -> None:
    clerk = township.sign_in("village-1")
    assert "应取下的公示" not in clerk.get("/notices").text
    township.on(date(2021, 10, 30))
    clerk.send(clerk.get(f"/notices/{notice}/close"), f"/notices/{notice}/close")
    assert "应于2021年10月30日取下" in clerk.get("/notices").text
    assert "应取下的公示" not in township.sign_in("village-2").get("/notices").text

    address, told = f"/notices/{notice}/take-down", {"places": ["group-board"], "on": "2021-10-30"}
    page = clerk.send(clerk.get(address), address, **told, **{"photo-group-board": photo("red")})

    assert "2021年10月30日取下：村民小组公开场所" in page.text
    assert "应取下的公示" not in clerk.get("/notices").text


def test_an_edition_says_what_differs_and_the_old_paper_leads_to_the_new_one(township: Township, notice: int) -> None:
    clerk = township.sign_in("village-1")
    address = f"/notices/{notice}/lines/2/remove"
    page = clerk.send(clerk.get(address), address, reason="死亡")
    second = int(page.address.rsplit("/", 1)[1])
    on_the_wall = f"/board/notice/{number(township, notice)}?edition=1"

    assert "与上一版的不同" in page.text
    assert "户：死亡" in page.text
    assert clerk.look(f"/notices/{notice}/paper.pdf").data.startswith(b"%PDF")
    assert "新版张贴以后在这里展示" in Visitor(township.app).get(on_the_wall).text
    assert "已作废或者换版，应立即取下" in clerk.get("/notices").text
    clerk.send(clerk.get(f"/notices/{second}/preview"), f"/notices/{second}/print")
    post = f"/notices/{second}/post"
    clerk.send(clerk.get(post), post, places=["group-board", "online"], on=POSTED_ON.isoformat())
    assert "您看到的纸是第1版，已经换成第2版" in Visitor(township.app).get(on_the_wall).text


def test_the_code_on_the_paper_of_a_closed_notice_says_that_it_has_ended(township: Township, notice: int) -> None:
    clerk = township.sign_in("village-1")
    township.on(date(2021, 10, 30))
    clerk.send(clerk.get(f"/notices/{notice}/close"), f"/notices/{notice}/close")

    page = Visitor(township.app).get(f"/board/notice/{number(township, notice)}?edition=1")

    assert page.status == 200
    assert "这份公示已经结束" in page.text
    assert [one.name for one in heads(township) if one.name in page.text] == []
    assert "现在没有正在公示的名单" in Visitor(township.app).get(f"/board/{OTHER_VILLAGE}").text
