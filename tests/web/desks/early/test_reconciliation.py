"""Reconciliation through its pages: a ledger goes out, comes back, its differences are settled, the round is agreed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from engine.db import reading, work
from engine.evidence import record
from states.codes import codes
from states.households import Household
from states.members import Member
from states.openings import Opening
from states.practice.staff import BY_ID
from states.reconciliation.differences import Difference
from states.workbooks import read, write
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township

BASE = "/data/reconciliation"
SCHOOL = f"{BASE}/ledgers/school"
HEADINGS = ("身份证号", "姓名", "在校生状况")


def pupils(township: Township) -> list[tuple[str, str, str]]:
    """Everybody at school, as the school's roll writes it down."""
    with reading(township.db) as session:
        here = select(Member).where(Member.school != "", Member.left_on.is_(None), Member.person != "")
        found = session.scalars(here.order_by(Member.id)).all()
        return [(one.person, one.name, codes("school").label(one.school)) for one in found]


def offered(visitor: Visitor, lines: Sequence[Sequence[str]], day: str = "2021-10-18", address: str = SCHOOL) -> Page:
    data = write(HEADINGS, lines)
    page = visitor.get(address)
    return visitor.send(page, address, file=(io.BytesIO(data), "名册.xlsx"), as_of_on=day)


def taken(visitor: Visitor, lines: Sequence[Sequence[str]], day: str = "2021-10-18") -> Page:
    looked = offered(visitor, lines, day)
    assert "比对预览" in looked.text, looked.text
    return visitor.send(looked, f"{SCHOOL}/take")


def changed(lines: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The roll with the first pupil in the wrong class."""
    return [(lines[0][0], lines[0][1], "普通高中三年级"), *lines[1:]]


def first_difference(township: Township) -> int:
    with reading(township.db) as session:
        return session.scalars(select(Difference.id).order_by(Difference.id)).first()


def test_a_ledger_goes_out_comes_back_and_is_agreed(township: Township) -> None:
    operator, teacher, roll = township.sign_in("township-1"), township.sign_in("dept-education"), pupils(township)
    page = operator.send(operator.get(SCHOOL), f"{SCHOOL}/send")
    assert f"已推送{len(roll)}行" in page.text

    page = taken(operator, changed(roll))
    number = re.search(r"/rounds/(\d+)", page.html).group(1)
    assert "还有1条差异待核定：两边不一样" in page.text
    refused = operator.post(f"{BASE}/rounds/{number}/agree", csrf_token=token(operator))
    assert refused.status == 409
    assert "还有1条差异待核定" in refused.text

    listed = operator.get(f"{BASE}/differences?ledger=school")
    asked = operator.send(listed, f"{BASE}/differences/settle", row=str(first_difference(township)))
    blank = operator.send(asked, f"{BASE}/differences/settle", outcome="", reason="", document="")
    assert blank.status == 422
    assert "请填写" in blank.text
    half = operator.send(asked, f"{BASE}/differences/settle", outcome="ours", reason="学校已更正", document="")
    assert half.status == 422
    assert "请写明依据" in half.text
    told = {"outcome": "ours", "reason": "学校已更正", "document": "市教育局复函", "document_on": "2021-10-18"}
    settled = operator.send(asked, f"{BASE}/differences/settle", **told)
    assert "已核定1条" in settled.text
    assert "没有符合筛选的差异" in settled.text

    page = taken(operator, roll, "2021-10-19")
    page = operator.send(page, re.search(rf"{BASE}/rounds/\d+/agree", page.html).group())
    assert "已标记为“已一致”" in page.text
    assert "已相符" in operator.get(BASE).text
    history = operator.get(f"{BASE}/differences/{first_difference(township)}").text
    assert all(words in history for words in ("以我方为准", "学校已更正", "市教育局复函", "普通高中三年级", "已一致"))
    assert teacher.get(SCHOOL).status == 200


def token(visitor: Visitor) -> str:
    return next(values["csrf_token"] for _, values in visitor.get("/account").forms())


def test_a_department_sees_its_own_ledger_and_no_households(township: Township) -> None:
    operator, teacher, nurse = (township.sign_in(f"{one}") for one in ("township-1", "dept-education", "dept-police"))
    roll = pupils(township)
    operator.send(operator.get(SCHOOL), f"{SCHOOL}/send")
    page = taken(teacher, changed(roll))
    assert page.status == 200
    number = first_difference(township)
    with reading(township.db) as session:
        household = session.get_one(Household, session.get_one(Difference, number).household_id)

    listed, shown = teacher.get(f"{BASE}/differences"), teacher.get(f"{BASE}/differences/{number}")
    assert "普通高中三年级" in listed.text
    assert all(f"/case/{household.case_id}" not in page.html for page in (listed, shown))
    assert all(household.number not in page.html for page in (listed, shown))
    assert teacher.get(f"{BASE}/ledgers/insured").status == 404
    assert teacher.post(f"{BASE}/differences/settle", csrf_token=token(teacher)).status == 403
    assert teacher.look(f"{BASE}/sent/1").status == 200  # what the township sent is meant for it
    for address in (SCHOOL, f"{BASE}/differences/{number}", f"{BASE}/rounds/1"):
        assert nurse.get(address).status == 404
    assert nurse.look(f"{BASE}/sent/1").status == 404
    assert "您的部门没有要比对的台账" in nurse.get(BASE).text
    assert operator.get(f"{BASE}/differences/{number}").status == 200
    assert operator.get(f"{BASE}/rounds/1").status == 404


def test_a_visit_in_the_households_file_can_be_cited(township: Township) -> None:
    operator, clerk = township.sign_in("township-1"), BY_ID["township-1"]
    taken(operator, changed(pupils(township)))
    number = first_difference(township)
    at = datetime(2021, 10, 19, 2, tzinfo=UTC)
    with work(township.db) as session:
        case = session.get_one(Household, session.get_one(Difference, number).household_id).case_id
        visit = record(session, "visit", {}, {case: {}}, date(2021, 10, 19), clerk, at).id

    asked = operator.send(operator.get(f"{BASE}/differences/{number}"), f"{BASE}/differences/settle")
    assert "入户核查记录 2021年10月19日 李建华" in asked.text
    told = {"outcome": "neither", "reason": "入户看了学生证", "evidence_id": str(visit)}
    page = operator.send(asked, f"{BASE}/differences/settle", **told)

    assert "已核定1条" in page.text
    assert "双方都不对" in page.text
    assert f"/evidence/{visit}" in page.html


def test_what_is_opened_and_fetched_is_noted(township: Township) -> None:
    operator = township.sign_in("township-1")
    operator.send(operator.get(SCHOOL), f"{SCHOOL}/send")
    taken(operator, changed(pupils(township)))

    fetched = operator.look(f"{BASE}/sent/1")
    operator.get(f"{BASE}/differences/{first_difference(township)}")

    assert fetched.response.mimetype.endswith("spreadsheetml.sheet")
    with reading(township.db) as session:
        noted = set(session.scalars(select(Opening.subject)))
    assert {"sent-ledger:1", f"difference:{first_difference(township)}"} <= noted


def test_a_file_that_cannot_be_compared_says_why(township: Township) -> None:
    operator, roll = township.sign_in("township-1"), pupils(township)

    assert "请选择要导入的表格文件" in operator.send(operator.get(SCHOOL), SCHOOL, as_of_on="2021-10-18").text
    assert "请填写数据日期" in operator.send(operator.get(SCHOOL), SCHOOL, as_of_on="昨天").text
    late = offered(operator, roll, "2021-10-20")
    assert (late.status, "数据日期不能晚于今天" in late.text) == (422, True)
    bad = offered(operator, [("539999", "无名", "小学"), *roll])
    assert "第2行" in bad.text
    assert "比对预览" in bad.text
    done = operator.send(bad, f"{SCHOOL}/take")
    assert "有1处读不出来，没有参加比对" in done.text
    again = operator.send(bad, f"{SCHOOL}/take")
    assert again.address == done.address
    older = offered(operator, roll, "2021-10-17")
    assert "数据日期更早" in older.text


def test_another_village_and_strange_filters_show_nothing_of_ours(township: Township) -> None:
    operator = township.sign_in("township-1")
    taken(operator, changed(pupils(township)))
    with reading(township.db) as session:
        area = session.get_one(Difference, first_difference(township)).area
    other = OTHER_VILLAGE if area.startswith(VILLAGE) else VILLAGE

    assert "没有符合筛选的差异" in operator.get(f"{BASE}/differences?area={other}&ledger=school&field=school").text
    assert operator.get(f"{BASE}/differences?area=9&ledger=x&state=y&moved=z&after=-1").status == 200
    assert township.sign_in("village-1").get(BASE).status == 403
    nothing = operator.post(f"{BASE}/differences/settle", csrf_token=token(operator))
    assert (nothing.status, "请先勾选" in nothing.text) == (422, True)
    gone = operator.post(f"{BASE}/differences/settle", csrf_token=token(operator), row="999")
    assert gone.status == 404


@pytest.mark.parametrize("name", ["leader", "auditor"])
def test_a_leader_and_an_auditor_read_everything_and_change_nothing(township: Township, name: str) -> None:
    operator, reader = township.sign_in("township-1"), township.sign_in(name)
    operator.send(operator.get(SCHOOL), f"{SCHOOL}/send")
    taken(operator, changed(pupils(township)))
    number = first_difference(township)

    pages = [BASE, SCHOOL, f"{BASE}/differences", f"{BASE}/differences/{number}", f"{BASE}/rounds/1"]
    shown = {address: reader.get(address) for address in pages}

    assert {page.status for page in shown.values()} == {200}
    assert "普通高中三年级" in shown[f"{BASE}/differences/{number}"].text
    assert all("method=\"post\"" not in page.html.partition("<main")[2].partition("</main>")[0]
               or page.address.endswith("/differences") for page in shown.values())  # fmt: skip
    assert "核定勾选的差异" not in shown[f"{BASE}/differences"].text
    for address in (f"{SCHOOL}/send", f"{SCHOOL}/take", f"{SCHOOL}/remarks", SCHOOL, f"{BASE}/rounds/1/agree"):
        assert reader.post(address, csrf_token=token(reader)).status == 403
    assert reader.post(f"{BASE}/differences/settle", csrf_token=token(reader), row=str(number)).status == 403


def test_lists_mask_the_numbers_and_the_sheet_for_the_office_does_too(township: Township) -> None:
    operator, roll = township.sign_in("township-1"), pupils(township)
    taken(operator, changed(roll))

    listed = operator.get(f"{BASE}/differences").html
    asked = operator.send(operator.get(f"{BASE}/differences"), f"{BASE}/differences/settle",
                          row=str(first_difference(township))).html  # fmt: skip
    sheet = read(operator.look(f"{SCHOOL}/differences.xlsx").data, "差异.xlsx")

    assert all(roll[0][0] not in html for html in (listed, asked))
    assert [row.cells[1] for row in sheet.rows] == [f"{roll[0][0][:6]}********{roll[0][0][-4:]}"]
    assert {roll[0][1], "普通高中三年级"} <= set(sheet.rows[0].cells)


def test_the_file_comes_back_with_remarks_beside_its_cells(township: Township) -> None:
    operator, roll = township.sign_in("township-1"), pupils(township)
    page = offered(operator, [*changed(roll), ("539999", "无名", "小学")])
    assert "不一样的格" in page.text

    back = operator.send(page, f"{SCHOOL}/remarks")

    rows = read(back.data, "批注.xlsx", HEADINGS).rows
    assert "普通高中三年级" in rows[0].cells[-1]
    assert "证件号码应为18位" in rows[-1].cells[-2]
    assert not any(str(cell).strip() for row in rows[1:-1] for cell in row.cells[-2:])


def test_a_long_ledger_becomes_a_job(township: Township, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.reconciliation.taking_in.AT_ONCE", 3)
    monkeypatch.setattr("web.reconciliation.ledgers.AT_ONCE", 3)
    operator, roll = township.sign_in("township-1"), pupils(township)
    looked = offered(operator, changed(roll))
    assert "在后台导入比对" in looked.text

    page = operator.send(looked, f"{SCHOOL}/take")
    again = operator.send(looked, f"{SCHOOL}/take")

    assert re.fullmatch(r"/jobs/\d+", page.address)
    assert again.address == page.address
    assert "导入比对台账" in page.text


def test_what_was_proposed_is_shown_with_its_state_on_both_sides(township: Township) -> None:
    operator = township.sign_in("township-1")
    taken(operator, changed(pupils(township)))
    number = first_difference(township)
    asked = operator.send(operator.get(f"{BASE}/differences/{number}"), f"{BASE}/differences/settle")
    told = {"outcome": "theirs", "reason": "学校已升级", "document": "市教育局复函", "document_on": "2021-10-18"}
    operator.send(asked, f"{BASE}/differences/settle", **told)

    shown = operator.get(f"{BASE}/differences/{number}")
    change = re.search(r"/changes/(\d+)", shown.html).group(1)
    page = operator.get(f"/changes/{change}")

    assert "已提出变更，由另一个人核对" in shown.text
    assert all(words in page.text for words in ("在校学生学籍名册", "第2行", "学校已升级", "市教育局复函", "台账比对"))
    other = township.sign_in("township-2")
    other.send(other.get(f"/changes/{change}"), f"/changes/{change}/reject", reason="学校弄错了")
    back = operator.get(f"{BASE}/differences/{number}").text
    assert all(words in back for words in ("待核定", "核对不通过", "学校弄错了"))


@pytest.mark.parametrize("address", [BASE, SCHOOL, f"{BASE}/differences"])
def test_a_page_costs_a_few_statements(township: Township, statements: Callable[..., int], address: str) -> None:
    operator = township.sign_in("township-1")
    taken(operator, [(key, name, "普通高中三年级") for key, name, _class in pupils(township)])

    def look() -> Any:
        return operator.get(address)

    assert statements(look) <= 10
