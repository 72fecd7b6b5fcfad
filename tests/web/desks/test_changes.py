"""Changes at the desk: proposed on one screen, checked on another, keyed twice, and kept in ledgers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from engine.db import reading, work
from states import identity
from states.changes.change import Change
from states.households import Household
from states.members import Member
from states.openings import Opening
from states.packs.loader import shipped
from states.packs.store import install
from states.workbooks import read
from tests.states.register import AT, number
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township


def members(township: Township, case: int) -> list[Member]:
    with reading(township.db) as session:
        home = session.scalars(select(Household).where(Household.case_id == case)).one()
        return list(session.scalars(select(Member).where(Member.household_id == home.id).order_by(Member.id)))


def newest(township: Township) -> Change:
    with reading(township.db) as session:
        return session.scalars(select(Change).order_by(Change.id.desc())).first()


def edited(clerk: Visitor, case: int, member: Member | None = None, **values: str) -> Page:
    """The form of a household or a member, with some values changed."""
    address = f"/changes/household/{case}/edit"
    form = clerk.get(f"{address}?member={member.id}" if member else address)
    chosen = (
        {}
        if member is None
        else {
            name: getattr(member, name) or ""
            for name in ("relation", "sex", "ethnicity", "education", "school", "labour")
        }
        | {"health": [one for one in member.health.split(",") if one]}
    )
    kind: dict[str, object] = {} if member else {"kind": kind_of(form), "measure_items": []}
    return clerk.send(form, address, **{"source": "visit", **kind, **chosen, **values})


def test_the_facts_of_the_forms_stand_on_the_page_once_they_are_collected(township: Township) -> None:
    clerk, case = township.sign_in("village-1"), township.cases()[0]
    assert "还没有采集" in clerk.get(f"/changes/household/{case}").text

    refused = edited(clerk, case, farmland="三亩")
    assert refused.status == 422
    assert "这一项要填数字，不带单位" in refused.text
    assert "已提出1条变更" in edited(clerk, case, toilet="yes").text
    with work(township.db) as session:
        session.scalars(select(Household).where(Household.case_id == case)).one().details = '{"toilet":"no"}'

    page = clerk.get(f"/changes/household/{case}")
    assert [one.text for one in page.root.iter("dd")][-1] == "否"


def kind_of(form: Page) -> str:
    return next(one.get("value", "") for one in form.root.iter("input") if one.get("name") == "before-kind")


def test_what_differs_becomes_one_proposal_each_and_another_person_lets_it_in(township: Township) -> None:
    clerk, officer, case = township.sign_in("village-1"), township.sign_in("township-1"), township.cases()[0]

    page = edited(clerk, case, phone="13800000001", address="新修的安置房3号")
    assert "已提出2条变更" in page.text
    assert "待核对" in page.text
    queue = officer.get("/changes")
    assert "新修的安置房3号" in queue.text
    with reading(township.db) as session:
        ids = [str(one) for one in session.scalars(select(Change.id))]
    result = officer.send(queue, "/changes/verify", change=ids)

    assert "2条已入册" in result.text
    assert "没有待核对的变更" in officer.get("/changes").text
    page = clerk.get(f"/changes/household/{case}")
    assert page.text.count("已核对入册") == 2
    assert "核对入册：信息变更（家庭住址）" in clerk.get(f"/case/{case}/history").text


def test_who_proposed_is_told_why_they_cannot_check_and_may_take_back(township: Township) -> None:
    clerk, case = township.sign_in("village-1"), township.cases()[0]
    edited(clerk, case, phone="13800000001")
    number_ = newest(township).id

    page = clerk.get(f"/changes/{number_}")
    assert "这条变更是您录入的，要由另一个人核对" in page.text
    page = clerk.send(page, f"/changes/{number_}/withdraw")

    assert "提出人撤回" in page.text


def test_a_wrong_value_stands_beside_its_field_and_nothing_is_proposed(township: Township) -> None:
    clerk, case = township.sign_in("village-1"), township.cases()[0]

    page = edited(clerk, case, phone="138")

    assert page.status == 422
    assert "电话号码应为11位手机号或带区号的座机号" in page.text
    assert 'value="138"' in page.html
    page = edited(clerk, case)
    assert page.status == 422
    assert "没有改动任何一项" in page.text


def test_a_member_s_form_shows_what_stands_and_a_key_fact_waits_for_signatures(township: Township) -> None:
    clerk, officer, case = township.sign_in("village-1"), township.sign_in("township-1"), township.cases()[0]
    member = members(township, case)[-1]

    assert edited(clerk, case, member, school="junior_3" if member.school != "junior_3" else "primary").status == 200
    page = officer.get(f"/changes/{newest(township).id}")

    assert "在校生状况" in page.text
    assert page.status == 200


def test_joining_asks_for_what_is_missing_and_sends_back_filling_the_right_way(township: Township) -> None:
    clerk, case = township.sign_in("village-1"), township.cases()[0]
    address = f"/changes/household/{case}/join"
    told = {"name": "赵小兰", "relation": "daughter_in_law", "happened_on": "2021-09-12", "source": "visit"}

    page = clerk.send(clerk.get(address), address, reason="married_in", **told)
    assert page.status == 422
    assert "只有新生儿可以暂无证件号码" in page.text
    page = clerk.send(page, address, reason="back_fill", **told)
    assert page.status == 409
    assert "成员自然增加不能用“补录”" in page.text
    page = clerk.send(page, address, reason="married_in", **told | {"id_no": number(900, "19950203")})
    assert page.status == 200
    assert "赵小兰" in page.text
    officer = township.sign_in("township-1")
    address = f"/changes/{newest(township).id}"
    page = officer.send(officer.get(address), f"{address}/verify")

    assert "已核对入册" in page.text
    assert "赵小兰" in clerk.get(f"/changes/household/{case}").text
    assert "赵小兰" in officer.get("/changes/ledger?kind=increase").text
    full, masked = number(900, "19950203"), identity.masked(number(900, "19950203"))
    handed = [
        township.sign_in(name).get("/changes/ledger.xlsx?kind=increase").data for name in ("township-1", "auditor")
    ]
    numbers = [[row.cells[7] for row in read(data, "台账.xlsx").rows] for data in handed]
    assert numbers == [[full], [masked]]
    with reading(township.db) as session:
        logged = session.scalars(select(Opening.subject).where(Opening.subject.startswith("export:"))).all()
    assert logged == ["export:increase:533401102"]


def test_a_head_leaves_only_with_a_new_head(township: Township) -> None:
    clerk, officer = township.sign_in("village-1"), township.sign_in("township-1")
    case = next(one for one in township.cases() if len(members(township, one)) > 1)
    head, heir = members(township, case)[:2]
    address = f"/changes/household/{case}/leave/{head.id}"
    told = {"happened_on": "2021-09-12", "source": "visit"}

    page = clerk.send(clerk.get(address), address, reason="died", **told)
    assert page.status == 409
    assert "户主减少，要同时在其余成员中指定新户主" in page.text
    page = clerk.send(page, address, reason="clear_out", **told)
    assert "成员自然减少不能用“清退”" in page.text
    page = clerk.send(page, address, reason="died", new_head=str(heir.id), **told)
    assert "已提出" in page.text
    change = f"/changes/{newest(township).id}"
    officer.send(officer.get(change), f"{change}/verify")

    assert heir.name in officer.get(f"/case/{case}").text
    assert "死亡" in officer.get(f"/changes/household/{case}").text


def test_a_transfer_is_one_act_for_two_households(township: Township) -> None:
    clerk, officer = township.sign_in("village-1"), township.sign_in("township-1")
    one, other = [case for case in township.cases() if len(members(township, case)) > 1][:2]
    member = members(township, one)[-1]
    with reading(township.db) as session:
        home = session.scalars(select(Household).where(Household.case_id == other)).one()
    address = f"/changes/household/{one}/transfer/{member.id}"
    told = {"relation": "nephew", "happened_on": "2021-09-12", "source": "visit"}

    page = clerk.send(clerk.get(address), address, number="没有这一户", **told)
    assert page.status == 422
    assert "您的辖区里没有这个户编号" in page.text
    clerk.send(page, address, number=home.number, **told)
    change = f"/changes/{newest(township).id}"
    officer.send(officer.get(change), f"{change}/verify")

    assert "转移" in clerk.get(f"/changes/household/{one}").text
    assert [row.left_on for row in members(township, one)][-1] == date(2021, 9, 12)
    assert members(township, other)[-1].person == member.person


def test_a_second_keying_is_blind_and_a_difference_is_settled(township: Township) -> None:
    text = shipped()["xiaozhongdian-2021"].replace("cutoff = 2021-09-30", 'double_keyed = ["phone"]')
    text = text.replace('id = "xiaozhongdian-2021"', 'id = "own"').replace(
        'places = ["533401102"]', f'places = ["{VILLAGE}"]'
    )
    with work(township.db) as session:
        install(session, shipped() | {"own": text}, AT)
    clerk, grid, officer = (township.sign_in(name) for name in ("village-1", "grid-1", "township-1"))
    case = next(one for one in township.cases() if grid.get(f"/changes/household/{one}").status == 200)
    edited(clerk, case, phone="13800000001")
    change = newest(township).id

    for address in (
        "/changes",
        "/changes/keying",
        f"/changes/{change}",
        f"/changes/{change}/key",
        f"/changes/{change}/agree",
    ):
        assert "13800000001" not in officer.get(address).html
    assert "13800000001" not in grid.get(f"/changes/household/{case}").html
    page = grid.send(grid.get(f"/changes/{change}/key"), f"/changes/{change}/key", written="13800000002")
    assert "两遍录入不一致" in page.text
    assert "两遍录入不一致，要先核定" in officer.get(f"/changes/{change}").text
    address = f"/changes/{change}/agree"
    page = officer.get(address)
    assert "13800000001" in page.text
    page = officer.send(page, address, choice="third", value="13800000003", reason="电话核实")
    assert page.status == 422
    assert "改成第三个值要有依据" in page.text
    officer.send(page, address, choice="second", reason="电话核实")
    page = officer.send(officer.get(f"/changes/{change}"), f"/changes/{change}/verify")

    assert "已核对入册" in page.text
    with reading(township.db) as session:
        assert session.scalars(select(Household.phone).where(Household.case_id == case)).one() == "13800000002"


def test_refusing_needs_a_reason(township: Township) -> None:
    clerk, officer, case = township.sign_in("village-1"), township.sign_in("township-1"), township.cases()[0]
    edited(clerk, case, phone="13800000001")
    address = f"/changes/{newest(township).id}"

    page = officer.send(officer.get(address), f"{address}/reject", reason=" ")
    assert page.status == 422
    page = officer.send(page, f"{address}/reject", reason="号码是邻居的")

    assert "核对不通过" in page.text
    assert "号码是邻居的" in page.text


def test_another_village_sees_nothing_of_it(township: Township) -> None:
    clerk, stranger, case = township.sign_in("village-1"), township.sign_in("village-2"), township.cases()[0]
    edited(clerk, case, phone="13800000001")
    change, member = newest(township).id, members(township, case)[0].id
    mine = township.cases(OTHER_VILLAGE)[0]

    for address in (
        f"/changes/{change}", f"/changes/{change}/key", f"/changes/{change}/agree", f"/changes/household/{case}",
        f"/changes/household/{case}/edit", f"/changes/household/{case}/join",
        f"/changes/household/{case}/leave/{member}",
        f"/changes/household/{case}/transfer/{member}", f"/changes/household/{mine}/edit?member={member}",
        f"/changes/household/{mine}/leave/{member}",
    ):  # fmt: skip
        assert stranger.get(address).status == 404, address
    for address in (
        "/changes",
        "/changes/keying",
        "/changes/ledger",
        "/changes/unvisited",
        f"/changes/ledger?area={VILLAGE}",
    ):
        assert "13800000001" not in stranger.get(address).html


def test_entries_without_a_visit_and_the_paper_ledger_are_listed_by_village(township: Township) -> None:
    clerk, officer, case = township.sign_in("village-1"), township.sign_in("township-1"), township.cases()[0]
    edited(clerk, case, phone="13800000001")

    assert "信息变更" in officer.get(f"/changes/unvisited?area={VILLAGE}").text
    assert "请选择一个村" in officer.get("/changes/key-facts").text
    page = clerk.get("/changes/key-facts")
    assert "农户签字" in page.text
    assert "和平村重要信息纸质台账" in page.text
