"""Each office's ledger is laid against the facts that it owns, in that office's own spelling."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import BadInput
from states import samples
from states.book import open_book
from states.evidence.reviews import DEPARTMENTS
from states.households import Draft, Household, register
from states.import_columns import Unclear
from states.livelihood import work
from states.livelihood.work import Job
from states.members import Member
from states.reconciliation.differences import Difference
from states.reconciliation.ledgers import by_id, load, shipped
from states.reconciliation.ours import ours
from tests.states.reconciling import CLERK, HEPING, REGISTER, at, looked, sheet, taken
from tests.states.register import number

PERSON, OTHER = number(1, "19700301"), number(2, "19700301")
CERTIFICATE = f"{PERSON}43"
MEMBER = {
    "minimum": "rural", "destitute": "none", "pension": "yes", "post": "护林员", "post_months": "6",
    "premium_aid": "no", "resident_medical": "yes", "serious_illness": "yes", "medical_aid": "yes",
}  # fmt: skip


@pytest.fixture
def village(session: Session) -> Session:
    """A household of two: the head with a certificate and everything recorded, and somebody with nothing."""
    for place in samples.regions():
        session.add(place)
        session.flush()
    people = tuple(
        {"name": name, "relation": relation, "is_head": relation == "head", "id_no": id_no, "person": person,
         "birth_on": date(1970, 3, 1), "sex": "female", "phone": ""} | more
        for name, relation, id_no, person, more in (
            ("李秀英", "head", CERTIFICATE, PERSON,
             {"id_kind": "disabled", "health": "chronic,disabled", "details": canonical(MEMBER)}),
            ("和志强", "spouse", OTHER, OTHER, {"health": "", "details": "{}"}),
        )
    )  # fmt: skip
    home = {"number": "H1", "head_name": "李秀英", "details": '{"housing_grade":"C","water_problem":"no"}'}
    register(session, [Draft(f"{HEPING}01", home, people)], REGISTER, CLERK, at("2021-10-18"))
    return session


def canonical(facts: dict[str, str]) -> str:
    return "{" + ",".join(f'"{name}":"{value}"' for name, value in sorted(facts.items())) + "}"


CASES = [
    ("low-income", "身份证号", PERSON, "低保类别", "农村最低生活保障", ""),
    ("low-income", "身份证号", PERSON, "低保类别", "城镇", "rural/urban"),
    ("low-income", "身份证号", PERSON, "低保类别", "停保", "rural/none"),
    ("destitute", "身份证号", PERSON, "供养类别", "农村五保", "none/rural"),
    ("pension", "身份证号", PERSON, "参保状态", "待遇享受", ""),
    ("pension", "身份证号", PERSON, "参保状态", "中断缴费", "yes/no"),
    ("public-posts", "身份证号", PERSON, "岗位名称", "护林员", ""),
    ("public-posts", "身份证号", PERSON, "聘用月数", 6, ""),
    ("public-posts", "身份证号", PERSON, "聘用月数", "9", "6/9"),
    ("insured", "身份证号", PERSON, "居民医保", "正常参保", ""),
    ("insured", "身份证号", PERSON, "大病保险", "未参保", "yes/no"),
    ("insured", "身份证号", PERSON, "资助参保", "定额资助", "no/yes"),
    ("insured", "身份证号", OTHER, "居民医保", "正常参保", "/yes"),
    ("medical-aid", "身份证号", PERSON, "医疗救助", "已救助", ""),
    ("disabled", "残疾人证号", CERTIFICATE, "残疾类别", "肢体", ""),
    ("disabled", "残疾人证号", CERTIFICATE, "残疾等级", "三级", ""),
    ("disabled", "残疾人证号", CERTIFICATE, "残疾等级", "贰级", "3/2"),
    ("illness", "身份证号", PERSON, "患病类别", "慢病", ""),
    ("illness", "身份证号", PERSON, "患病类别", "重大疾病", "chronic/serious"),
    ("housing", "户主身份证号", PERSON, "鉴定等级", "C类", ""),
    ("housing", "户主身份证号", PERSON, "鉴定等级", "Ｂ", "C/B"),
    ("water", "户主身份证号", PERSON, "饮水安全", "基本达标", ""),
    ("water", "户主身份证号", PERSON, "饮水安全", "不达标", "no/yes"),
    ("work", "身份证号", PERSON, "务工地点", "官渡区", ""),
    ("work", "身份证号", PERSON, "务工地点", "呈贡区", "昆明市官渡区/呈贡区"),
    ("work", "身份证号", PERSON, "就业时间", "2021年3月", ""),
    ("work", "身份证号", PERSON, "就业时间", "202104", "2021-03/2021-04"),
    ("work", "身份证号", PERSON, "月工资", "3500元", ""),
    ("work", "身份证号", PERSON, "月工资", "3521", "3200/3521"),
    ("national-members", "证件号码", PERSON, "是否享受低保", "是", ""),
    ("national-work", "证件号码", PERSON, "务工月收入", "5000", "3200/5000"),
]


@pytest.mark.parametrize(("name", "key", "who", "heading", "said", "wanted"), CASES)
def test_a_field_of_an_office_agrees_or_differs(village, name, key, who, heading, said, wanted) -> None:
    home = village.scalars(select(Household)).one()
    head = village.scalars(select(Member).where(Member.is_head)).one()
    job = Job(head.id, "530111", date(2021, 3, 1), None, "昆明市官渡区", Decimal(3200))
    work.record_work(village, home, job, by=CLERK, at=at("2021-10-18"))
    ledger = by_id()[name]
    field = next(one.name for one in ledger.fields if heading in one.headings)

    taken(village, open_book(), sheet((key, heading), (who, said)), "2021-10-20", name=name)

    found = [f"{one.ours}/{one.theirs}" for one in village.scalars(select(Difference)) if one.field == field]
    assert found == ([wanted] if wanted else [])


def test_every_department_that_keeps_one_of_our_facts_has_a_ledger_of_it() -> None:
    keeps = {ledger.department: set() for ledger in shipped()}
    for ledger in shipped():
        keeps[ledger.department] |= {field.name for field in ledger.fields}

    for department, facts in (
        ("civil-affairs", {"minimum", "destitute"}),
        ("labour", {"pension", "work_place", "work_began", "monthly_pay", "post", "post_months"}),
        (
            "medical-insurance",
            {"resident_medical", "employee_medical", "serious_illness", "premium_aid", "medical_aid"},
        ),
        ("disabled-federation", {"id_no", "disability_kind", "disability_level"}),
        ("education", {"school", "study_level"}),
        ("housing", {"housing_grade", "housing_problem"}),
        ("water", {"water_problem"}),
        ("health", {"health"}),
        ("statistics", {"income_per_head"}),
    ):
        assert department in DEPARTMENTS
        assert facts <= keeps[department], department


def test_being_on_a_roll_says_what_the_roll_is_about_where_it_has_no_column_of_it(village) -> None:
    taken(village, open_book(), sheet(("身份证号", "姓名"), (OTHER, "和志强")), "2021-10-20", name="pension")

    found = {(one.key, one.field): (one.ours, one.theirs) for one in village.scalars(select(Difference))}
    assert found == {(OTHER, "pension"): ("", "yes"), (PERSON, "listed"): ("1", "")}


def test_whom_a_roll_must_hold_is_told_by_our_own_fact(village) -> None:
    expected = {
        name: {key for key, one in ours(village, by_id()[name], HEPING).items() if one.expected}
        for name in ("low-income", "destitute", "illness", "housing", "public-posts", "water")
    }

    assert expected == {
        "low-income": {PERSON}, "destitute": set(), "illness": {PERSON}, "housing": {PERSON}, "public-posts": {PERSON},
        "water": set(),
    }  # fmt: skip


def test_one_system_is_laid_against_the_last_file_of_the_other(village) -> None:
    book, headings = open_book(), ("证件号码", "姓名", "务工月收入")
    first = looked(village, sheet(headings, (PERSON, "李秀英", 3000)), "2021-10-20", name="province-work")
    assert [one.code for one in first.refusals] == ["other-first"]
    taken(village, book, sheet(headings, (PERSON, "李秀英", 3000)), "2021-10-20", name="national-work")

    made = taken(
        village, book, sheet(headings, (PERSON, "李秀英", 3250), (OTHER, "和志强", 2000)), "2021-10-21",
        name="province-work",
    )  # fmt: skip
    assert (made.agreeing, made.differing, made.missing_here) == (1, 0, 1)
    again = taken(
        village, book, sheet(headings, (PERSON, "李秀英", 4000), (OTHER, "和志强", 2000)), "2021-10-22",
        name="province-work",
    )  # fmt: skip
    one = next(
        one for one in village.scalars(select(Difference)) if one.ledger == "province-work" and one.key == PERSON
    )
    assert (again.differing, one.ours, one.theirs) == (1, "3000", "4000")


@pytest.mark.parametrize("said", ["去年三月", "2021-13", "3月"])
def test_a_month_that_is_none_is_told(said) -> None:
    with pytest.raises(Unclear, match="不是年月"):
        next(field for field in by_id()["work"].fields if field.name == "work_began").read(said)


BASE = '[roll]\ntitle = "名册"\ndepartment = "water"\nsubject = "member"\nkey = ["身份证号"]\n'


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ('fields = [{name = "minimum", headings = ["低保"], words = {"吃低保" = "country"}}]', "代码表里没有“country”"),
        ('fields = [{name = "minimum", headings = ["低保"], listed = "yes"}]', "代码表里没有“yes”"),
        ('fields = [{name = "minimum", headings = ["低保"], codes = "school"}]', "代码表应为“”"),
        ('fields = [{name = "minimum", headings = ["低保"], owns = ["rural"]}]', "只有一个代码"),
        ('fields = [{name = "health", headings = ["病"], codes = "health", owns = ["flu"]}]', "代码表里没有“flu”"),
        ('fields = [{name = "post", headings = ["岗位"], words = {"林" = "护林员"}}]', "没有代码表"),
        ('fields = [{name = "a", headings = ["a"], figure = "household_size"}]', "“household_size”还没有来源"),
        ('fields = [{name = "housing_grade", headings = ["等级"]}]', "我们的台账没有“housing_grade”"),
        (
            'expects = {minimum = ["country"]}\nfields = [{name = "name", headings = ["姓名"]}]',
            "里没有“country”这个代码",
        ),
        ('named_by = "name"\nfields = [{name = "name", headings = ["姓名"]}]', "named_by应为"),
        ('against = "roll"\nfields = [{name = "name", headings = ["姓名"]}]', "另一本台账"),
    ],
)
def test_what_a_table_cannot_mean_is_refused_with_file_and_ledger(more: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        load(BASE + more, "our-ledgers.toml")

    assert all(one.where == "our-ledgers.toml [roll]" for one in refused.value.problems)
