"""Income through the pages: a village collects, each level reviews, the county locks, the township hands it out."""

from __future__ import annotations

import io

from PIL import Image

from engine.db import reading, work
from states.households import Household
from states.members import Member
from states.workbooks import read, write
from tests.web.client import Page
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township


def members(township: Township, case_id: int) -> list[Member]:
    with reading(township.db) as session:
        household = session.query(Household).filter_by(case_id=case_id).one()
        return list(
            session.query(Member).filter_by(household_id=household.id).order_by(Member.is_head.desc(), Member.id)
        )


def lifted_out(township: Township) -> int:
    """The case of a household of the first village, from now on the only one there whose income is due."""
    case_id = township.cases()[0]
    with work(township.db) as session:
        for household in session.query(Household).filter_by(village=VILLAGE):
            household.kind = "lifted_out" if household.case_id == case_id else "general"
    return case_id


def collected(township: Township, case_id: int) -> Page:
    """A household whose year the grid worker wrote down and had signed."""
    worker = township.sign_in("grid-1")
    people = members(township, case_id)
    for quarter in (1, 2, 3, 4):
        address = f"/income/{case_id}/enter/{quarter}"
        page = worker.send(worker.get(f"{address}?person={people[0].id}"), address, migrant_work="6000.50")
        if people[1:]:
            nothing = f"/income/{case_id}/nothing/{quarter}"
            page = worker.send(worker.get(address), nothing, member=[str(one.id) for one in people[1:]])
    address = f"/income/{case_id}/sign"
    page = worker.send(worker.get(address), address, household="李家", collector="和玉龙", earlier_checked="1")
    assert "已登记双签字" in page.text
    return page


def test_a_year_goes_from_the_village_to_the_lock_and_out(township: Township) -> None:
    case_id = lifted_out(township)
    assert "前三季度已核实" in collected(township, case_id).text

    for username, act, state in (
        ("village-1", "review_village", "村级已审"),
        ("township-1", "review_township", "乡镇已审"),
        ("county-1", "review_county", "县级已审"),
        ("county-1", "lock", "已锁定"),
    ):
        visitor = township.sign_in(username)
        page = visitor.send(visitor.get(f"/income/{case_id}"), f"/income/{case_id}/act/{act}")
        assert state in page.text

    officer = township.sign_in("township-1")
    paper = officer.get(f"/income/{case_id}/paper")
    assert "全国信息系统录入数据" in paper.text
    assert "24,002.00" in paper.text
    file = officer.get(f"/income/village/{VILLAGE}/export")
    [row] = read(file.data, "导出.xlsx").rows
    assert 24002 in row.cells


def test_what_is_locked_is_opened_by_the_county_with_a_reason_only(township: Township) -> None:
    test_a_year_goes_from_the_village_to_the_lock_and_out(township)
    case_id = township.cases()[0]
    address = f"/income/{case_id}/unlock"
    assert township.sign_in("township-1").get(address).status == 403
    worker = township.sign_in("grid-1")
    form = worker.get(f"/income/{case_id}/enter/4")
    refused = worker.send(form, f"/income/{case_id}/enter/4", crops="5")
    assert refused.status == 409
    assert "收入已由王志强于" in refused.text

    county = township.sign_in("county-1")
    empty = county.send(county.get(address), address, reason=" ")
    assert (empty.status, "请写明原因" in empty.text) == (422, True)
    page = county.send(county.get(address), address, reason="省级反馈重复")

    assert "采集中" in page.text
    assert "解锁：省级反馈重复" in page.text


def test_a_quarter_is_told_what_is_wrong_beside_the_field(township: Township) -> None:
    case_id = lifted_out(township)
    worker = township.sign_in("grid-1")
    address = f"/income/{case_id}/enter/4"

    page = worker.send(worker.get(address), address, crops="一千", livestock="2000")

    assert page.status == 422
    assert "最多两位小数" in page.text
    assert 'value="2000"' in page.html
    page = worker.send(worker.get(address), address, livestock="2000")
    assert "2,000.00" in page.text
    page = worker.send(worker.get(address), address, livestock="2100")
    assert (page.status, "要写明原因" in page.text) == (422, True)
    page = worker.send(worker.get(address), address, livestock="2100", reason="漏记一头猪")
    assert "漏记一头猪" in page.text
    assert "请核实，不作裁决" in page.text


def test_a_saved_quarter_leads_on_to_who_still_lacks_it_and_then_back_to_the_household(township: Township) -> None:
    case_id = lifted_out(township)
    clerk, names = township.sign_in("village-1"), [one.name for one in members(township, case_id)]
    address = f"/income/{case_id}/enter/1"
    page = clerk.send(clerk.get(address), address, crops="10", next="yes")

    for n, name in enumerate(names):
        [here] = [one for one in page.root.iter("a") if one.get("aria-current") == "true"]
        assert "".join(here.itertext()).startswith(name)
        offered = f"保存，录{names[n + 1]}" if n + 1 < len(names) else "保存，录"
        assert (offered in page.text) == (n + 1 < len(names))
        page = clerk.send(page, address, migrant_work="100", next="yes")

    assert page.address == f"/income/{case_id}"


def test_a_household_leads_on_to_the_next_of_its_village_that_is_not_done(township: Township) -> None:
    first, second, third = township.cases()[:3]
    with work(township.db) as session:
        for household in session.query(Household).filter_by(village=VILLAGE):
            household.kind = "general" if household.case_id == second else "lifted_out"
    clerk, auditor = township.sign_in("village-1"), township.sign_in("auditor")

    assert f'href="/income/{third}"' in clerk.get(f"/income/{first}").html
    assert "下一户" not in auditor.get(f"/income/{first}").text
    assert "下一户" not in clerk.get(f"/income/{township.cases()[-1]}").text


def test_a_signed_sheet_brings_its_scan_along(township: Township) -> None:
    case_id = lifted_out(township)
    worker = township.sign_in("grid-1")
    worker.send(worker.get(f"/income/{case_id}/enter/4"), f"/income/{case_id}/enter/4", crops="5")
    address = f"/income/{case_id}/sign"
    bad = worker.send(worker.get(address), address, collector="", signed_on="")
    assert (bad.status, "缺信息采集员签字" in bad.text) == (422, True)

    picture = (io.BytesIO(png()), "签字页.png")
    page = worker.send(worker.get(address), address, collector="和玉龙", scan=picture)

    assert "看扫描件" in page.text
    assert worker.get(f"/income/{case_id}/scan/0").status == 200
    assert worker.get(f"/income/{case_id}/scan/7").status == 404


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(out, "PNG")
    return out.getvalue()


def test_a_village_is_reviewed_at_once_and_who_is_held_is_told_why(township: Township) -> None:
    case_id = lifted_out(township)
    collected(township, case_id)
    other = township.cases()[1]
    worker = township.sign_in("grid-1")
    worker.send(worker.get(f"/income/{other}/enter/4"), f"/income/{other}/enter/4", crops="5")
    clerk = township.sign_in("village-1")
    desk = clerk.get("/income")
    assert "缺第1、2、3、4季度" in desk.text

    page = clerk.send(desk, "/income/review", act="review_village")

    assert "1 户已办结" in page.text
    assert "还没有农户和信息采集员双签字确认" in page.text
    assert "村级已审" in clerk.get("/income?state=village_reviewed").text


def test_a_department_s_sheet_is_looked_at_before_it_is_taken(township: Township) -> None:
    case_id = lifted_out(township)
    person = members(township, case_id)[0]
    officer = township.sign_in("township-1")
    headings = ("证件号码", "季度", "低保金")

    def sent(*rows: tuple[str, ...]) -> Page:
        file = (io.BytesIO(write(headings, rows)), "民政.xlsx")
        return officer.send(officer.get("/data/import/income"), "/data/import/income", file=file)

    bad = sent((person.id_no, "4", "一千"))
    assert (bad.status, "第2行" in bad.text) == (422, True)
    looked = sent((person.id_no, "4", "1800"))
    assert "合计1800元" in looked.text
    assert "1,800.00" not in officer.get(f"/income/{case_id}").text
    done = officer.send(looked, "/data/import/income/take")

    assert "已入库1条" in done.text
    assert "1,800.00" in officer.get(f"/income/{case_id}").text
    assert "没有重复导入" in sent((person.id_no, "4", "1800")).text
    assert officer.get("/data/import/income/form").status == 200


def test_another_village_s_income_is_not_there(township: Township) -> None:
    case_id = lifted_out(township)
    stranger = township.sign_in("village-2")
    for address in ("", "/paper", "/enter/4", "/sign", "/back/return_village"):
        assert stranger.get(f"/income/{case_id}{address}").status == 404, address
    assert township.sign_in("village-1").get(f"/income?area={OTHER_VILLAGE}").status == 200
    assert township.sign_in("township-1").get("/income/village/5399/export").status == 404


def test_an_export_names_the_households_that_are_not_locked(township: Township) -> None:
    case_id = lifted_out(township)
    collected(township, case_id)

    refused = township.sign_in("township-1").get(f"/income/village/{VILLAGE}/export")

    assert refused.status == 409
    assert "还没有锁定（采集中）" in refused.text
