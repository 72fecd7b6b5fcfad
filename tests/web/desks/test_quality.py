"""Data quality at the desk: a round, a correction with its proof, a waiver, the export, the samples."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update

from engine.db import reading, work
from states.members import Member
from states.quality.desk import Doubt
from states.quality.findings import Finding
from states.workbooks import read
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import OTHER_VILLAGE, VILLAGE, Township

RULE, VISITED_RULE = "2_01_001", "screen_2a"
VISIT = {
    "happened_on": "2021-10-25",
    "visitors": "和秀兰，村级信息员\n杨文华",
    "signed_by": ["household", "collector"],
    "findings": "核对户口簿。",
}


def spoilt(township: Township, village: str = VILLAGE, ethnicity: str = "", many: int = 1) -> None:
    """Take the ethnicity of some heads of a village away, or give it back."""
    with work(township.db) as session:
        heads = select(Member.id).where(Member.village == village, Member.is_head).order_by(Member.id).limit(many)
        ids = session.scalars(heads).all()
        session.execute(update(Member).where(Member.id.in_(ids)).values(ethnicity=ethnicity))


def looked_through(visitor: Visitor) -> Page:
    return visitor.send(visitor.get("/quality"), "/quality/run")


def finding(township: Township, village: str = VILLAGE, rule: str = RULE) -> str:
    with reading(township.db) as session:
        query = select(Finding.id).where(Finding.rule == rule, Finding.area.startswith(village))
        return f"/quality/findings/{session.scalars(query).first()}"


def test_a_finding_is_corrected_with_proof_and_closed_by_the_next_round(township: Township) -> None:
    spoilt(township)
    clerk = township.sign_in("village-1")
    assert "筛查了" in looked_through(clerk).text
    address = finding(township)

    refused = clerk.send(clerk.get(address), f"{address}/claim", said="已改", proof="")
    assert refused.status == 409
    assert "不能就数据改数据" in refused.text
    spoilt(township, ethnicity="14")
    looked_through(clerk)
    assert "数据已改，没有凭据" in clerk.get(address).text

    told = {"said": "核对户口簿后改正", "proof": "document", "document": "户口簿", "document_on": "2021-10-25"}
    page = clerk.send(clerk.get(address), f"{address}/claim", **told)
    assert "已整改待复查" in page.text
    looked_through(clerk)

    page = clerk.get(address)
    assert "已销号" in page.text
    assert "核对户口簿后改正" in page.text


def test_a_visit_registered_from_a_finding_leads_back_to_it_as_the_proof(township: Township) -> None:
    spoilt(township)
    clerk = township.sign_in("village-1")
    looked_through(clerk)
    assert "登记入户核查" not in clerk.get(finding(township)).text
    address = finding(township, rule=VISITED_RULE)
    page = clerk.get(address)
    [link] = [
        one.get("href", "") for one in page.root.iter("a") if one.get("href", "").startswith("/evidence/new/visit")
    ]
    form = clerk.get(link)

    page = clerk.send(form, "/evidence/new/visit", **VISIT)

    assert page.address == address
    [claim] = [values for action, values in page.forms() if action == f"{address}/claim"]
    assert claim["evidence"] not in ("", "0")
    [proof] = [one for one in page.root.iter("input") if one.get("name") == "proof" and one.get("checked") is not None]
    page = clerk.send(page, f"{address}/claim", said="入户核对过", proof=proof.get("value"))
    assert "已整改待复查" in page.text


def test_a_visit_leads_back_to_pages_of_ours_only(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    form = clerk.get(f"/evidence/new/visit?case={case_id}&back=https://elsewhere.invalid/")

    page = clerk.send(form, "/evidence/new/visit", **VISIT)

    assert page.address == "/worklist"


def test_a_number_that_was_never_given_has_no_unit(township: Township) -> None:
    found = Doubt(Finding(rule="J_93", facts='{"name": "李秀英", "work_pay": "未填"}'), "open", "", "", 1)

    assert found.sentence == "李秀英填了已务工，务工月收入为未填"


def test_a_proof_without_its_day_comes_back_with_words_beside_the_field(township: Township) -> None:
    spoilt(township)
    clerk = township.sign_in("village-1")
    looked_through(clerk)
    address = finding(township)

    page = clerk.send(clerk.get(address), f"{address}/claim", said="已改", proof="document", document="户口簿")

    assert page.status == 422
    assert "请写明凭据的日期" in page.text


def test_who_entered_the_data_cannot_waive_and_another_can(township: Township) -> None:
    spoilt(township)
    operator, other = township.sign_in("township-1"), township.sign_in("township-2")
    looked_through(operator)
    address = finding(township)

    assert "数据是您录入的" in operator.get(address).text
    page = other.send(other.get(address), f"{address}/waive", reason="本人为外籍配偶，情况属实")

    assert "已豁免" in page.text
    looked_through(operator)
    assert "已豁免" in operator.get(address).text


def test_the_list_is_filtered_by_its_address_and_the_workbook_holds_the_same(township: Township) -> None:
    spoilt(township, many=2)
    spoilt(township, OTHER_VILLAGE)
    operator = township.sign_in("township-1")
    looked_through(operator)

    page = operator.get(f"/quality?rule={RULE}&area={VILLAGE}")
    answer = operator.get(f"/lists/findings?rule={RULE}&area={VILLAGE}")
    sheet = read(answer.data, "疑点清单.xlsx", ("规则", "疑点"))

    assert page.html.count("的民族没有填写") == 2
    assert [row.cells[3] for row in sheet.rows] == [RULE, RULE]
    assert operator.get("/quality?rule=nonsense&severity=9&state=odd&screen=7&area=11").status == 200


def test_another_village_sees_nothing_of_it(township: Township) -> None:
    spoilt(township)
    looked_through(township.sign_in("township-1"))
    address, case = finding(township), township.cases()[0]
    stranger = township.sign_in("village-2")

    assert "的民族没有填写" not in stranger.get(f"/quality?rule={RULE}&area={VILLAGE}").text
    for page in (address, f"/quality/household/{case}"):
        assert stranger.get(page).status == 404
    assert stranger.send(stranger.get("/quality"), "/quality/run", area=VILLAGE).status == 404


def test_a_household_shows_its_findings_behind_a_tab(township: Township) -> None:
    spoilt(township)
    clerk = township.sign_in("village-1")
    looked_through(clerk)
    with reading(township.db) as session:
        query = select(Finding.facts, Member.household_id).join(Member, Member.id == Finding.member_id)
        assert session.execute(query.where(Finding.rule == RULE)).first()

    pages = [clerk.get(f"/quality/household/{case}") for case in township.cases()]

    assert any("的民族没有填写" in page.text for page in pages)
    assert "疑点" in clerk.get(f"/case/{township.cases()[0]}").text


def test_the_rounds_the_rules_and_a_sample_have_their_pages(township: Township) -> None:
    spoilt(township)
    clerk, operator = township.sign_in("village-1"), township.sign_in("township-2")
    assert operator.send(operator.get("/quality/patterns"), "/quality/spot-checks", size="3").status == 422
    looked_through(clerk)
    address = finding(township)
    told = {"said": "核对户口簿后改正", "proof": "document", "document": "户口簿", "document_on": "2021-10-25"}
    clerk.send(clerk.get(address), f"{address}/claim", **told)

    page = operator.send(operator.get("/quality/patterns"), "/quality/spot-checks", size="3")

    assert "从1条里抽1条" in page.text
    assert "没有凭据" in operator.get("/quality/rounds").text
    assert "监测底线" in operator.get("/quality/rules").text


def test_a_year_is_closed_once_it_is_over(township: Township) -> None:
    operator = township.sign_in("township-1")
    page = operator.get("/quality/rounds")

    assert operator.send(page, "/quality/years", year="2021").status == 422
    assert "已结转，共9户" in operator.send(page, "/quality/years", year="2020").text
    township.on(date(2022, 1, 5))
    assert "已结转，共9户" in operator.send(operator.get("/quality/rounds"), "/quality/years", year="2021").text
    assert "已结转，共0户" in operator.send(operator.get("/quality/rounds"), "/quality/years", year="2021").text
