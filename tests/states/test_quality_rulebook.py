"""Reading rules: what is unclear is refused with file, rule and reason, and nothing is evaluated as code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput
from states.quality.details import take
from states.quality.rulebook import Parameter, Rulebook, load
from states.quality.snapshot import Lot
from states.quality.sweep import Sweep
from tests.states.homes import AS_OF, hits, home, someone

ABOUT = '[about]\ntopic = "试"\nbasis = "试行规则"\nproof = ["visit"]\n'
PARAMETERS = '[line]\nlabel = "线"\nunit = "元"\nvalues = { 2020 = 5000, 2022 = 7000 }\n'


def entry(when: str, **changed: str) -> str:
    told = {
        "code": '"T1"',
        "section": '"A1"',
        "severity": "2",
        "subject": '"member"',
        "title": '"试"',
        "check": '"核对"',
    }
    told |= {"says": '"%(name)s"', "when": when} | changed
    return "[[rule]]\n" + "".join(f"{name} = {value}\n" for name, value in told.items() if value)


def book(*entries: str) -> Rulebook:
    return load({"trial.toml": ABOUT + "".join(entries)}, PARAMETERS)


def refusal(*entries: str) -> str:
    with pytest.raises(BadInput) as refused:
        book(*entries)
    [problem] = refused.value.problems
    assert problem.where.startswith("trial.toml")
    return problem.reason


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ('{ field = "shoe_size", is = 42 }', "没有“shoe_size”这个字段，或还没有取数"),
        ('{ field = "age", beneath = 42 }', "要恰好带一种比较"),
        ('{ field = "age", below = "@shoes" }', "没有“shoes”这个参数"),
        ('{ field = "age", below = "old" }', None),
        ('{ field = "labour", is = "strong" }', "“strong”不在代码表里"),
        ('{ field = "labour", below = 3 }', "不是数或日期"),
        ('{ field = "labour", has = ["full"] }', "不是多选项"),
        ('{ field = "age", in = [1] }', "不能用“in”"),
        ('{ field = "labour", in = "full" }', "后面要列出几个值"),
        ('{ field = "phone", matches = ".*" }', "没有“.*”这种格式"),
        ('{ field = "labour", empty = "yes" }', "后面要写 true 或 false"),
        ('{ field = "age", same_as = "labour" }', "不能相比"),
        ('{ field = "age", later_than = "school_age" }', "不能用“later_than”"),
        ('{ field = "joined_on", more_than = "joined_on" }', "不能用“more_than”"),
        ('{ field = "joined_on", above = "@line" }', "参数“line”和这个字段不能相比"),
        ('{ exec = "import os" }', "没有“exec”这种条件"),
        ("{ all = [] }", "后面要列出几个条件"),
        ('{ nobody = { field = "age", is = 1 } }', "只能用在户的条件里"),
        ('{ all = [{ field = "age", is = 1 }], any = [] }', "旁边不能再写别的条件"),
        ('"age < 3"', "条件要写成"),
    ],
)
def test_a_condition_that_is_unclear_is_refused(when: str, reason: str | None) -> None:
    assert (reason or "不是数") in refusal(entry(when))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"severity": "9"}, "严重程度应为1至5"),
        ({"subject": '"grid"'}, "对象应为 household、member 或 village"),
        ({"says": '"%(shoes)s"'}, "说明里的“shoes”不是字段也不是参数"),
        ({"title": ""}, "缺少：title"),
        ({"check": ""}, "缺少：check"),
        ({"colour": '"red"'}, "不认识：colour"),
        ({"proof": '["rumour"]'}, "整改凭据应为"),
        ({"screen": "5"}, "排查类别应为1至4"),
    ],
)
def test_an_entry_that_is_unclear_is_refused(changed: dict[str, str], reason: str) -> None:
    assert reason in refusal(entry('{ field = "age", is = 1 }', **changed))


def test_a_code_stands_for_one_rule() -> None:
    assert refusal(entry('{ field = "age", is = 1 }'), entry('{ field = "age", is = 2 }')) == "编号重复"


def test_a_household_condition_cannot_stand_inside_a_household() -> None:
    when = '{ household = { field = "size", is = 1 } }'
    assert "只能用在成员的条件里" in refusal(entry(when, subject='"household"', says='"%(head_name)s"'))


def test_a_new_rule_is_one_entry() -> None:
    made = book(entry('{ all = [{ field = "age", above = 40 }, { household = { field = "size", is = 1 } }] }'))

    house = home(someone(), number="H1")

    [hit] = Sweep(made, made.values(2021)).hits(Lot(AS_OF, {1: house}))
    assert (hit.rule.code, hit.subject, dict(hit.facts)) == ("T1", "m1", {"name": "和志强"})


def test_a_parameter_holds_from_its_year_on() -> None:
    line = Parameter("line", "线", "元", {2020: 5000, 2022: 7000})

    assert [line.in_year(year) for year in (2019, 2020, 2021, 2022, 2030)] == [5000, 5000, 5000, 7000, 7000]


def test_a_day_without_a_year_is_that_of_each_year() -> None:
    cutoff = Parameter("cutoff", "截止日", "", {2020: "02-28", 2022: date(2022, 3, 31)})

    assert [cutoff.in_year(year) for year in (2020, 2021, 2022, 2023)] == [
        date(2020, 2, 28), date(2021, 2, 28), date(2022, 3, 31), date(2022, 3, 31)
    ]  # fmt: skip


def test_another_word_in_a_rule_is_another_edition() -> None:
    first, second = (book(entry('{ field = "age", is = 1 }', title=title)) for title in ('"一"', '"二"'))

    assert first.edition != second.edition


def test_what_a_finding_rests_on_changes_with_the_record_and_not_with_a_birthday() -> None:
    def sign(**said: object) -> str:
        [hit] = hits(home(someone(health="healthy", labour="none", **said)), only={"2_01_005"})
        return hit.sign

    assert sign() == sign(name="和志明", phone="13900000001")
    assert sign() != sign(born="1981-03-08")


@given(st.integers(0, 100), st.sampled_from(["full", "skilled", "weak", "lost", "none"]))
def test_people_who_are_alike_are_judged_alike(age: int, labour: str) -> None:
    born = date(AS_OF.year - age, 1, 1).isoformat()
    people = [someone(born=born, labour=labour) for _ in range(3)]

    judged = [{hit.rule.code for hit in hits(home(*people)) if hit.member_id == number} for number in (1, 2, 3)]

    assert judged[0] == judged[1] == judged[2]
    assert ("2_01_011" in judged[0]) == (age < 16 and labour != "none")


def test_further_facts_are_kept_in_one_form() -> None:
    kept = take("member", {"是否参加大病保险": "是", "post_months": "12.50", "公益性岗位": "护林员"})

    assert kept == '{"post":"护林员","post_months":"12.50","serious_illness":"yes"}'
    assert take("member", {"post": ""}, kept) == '{"post_months":"12.50","serious_illness":"yes"}'
    assert take("household", {"帮扶措施明细": "雨露计划、低保"}) == '{"measure_items":"minimum,rain_dew"}'


@pytest.mark.parametrize(
    ("name", "value"),
    [("shoes", 1), ("pension", "也许"), ("post_months", "三个"), ("minimum", "县低保"), ("road", "水泥路")],
)
def test_a_further_fact_that_cannot_be_is_refused(name: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        take("member", {name: value})
    assert [problem.where for problem in refused.value.problems] == [name]


def test_a_number_of_money_stays_exact() -> None:
    assert home(out_of_pocket="0.10").details["out_of_pocket"] == Decimal("0.10")
