"""The edges of rules: just inside, just outside, and where nothing is recorded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from states.quality.reckoning import months_past
from states.quality.snapshot import House, Village
from tests.states.homes import found, home, open_home, pupil, someone, village
from tests.states.test_quality_rules import (
    ABLE,
    CARD,
    OLD,
    SECURE,
    STUDENT,
    WORKS,
    Made,
    child,
    done,
    house,
    one,
    place,
    under,
)

Row = tuple[str, Made, bool, str]
NOT_CARD = someone(born="2022-03-08")["id_no"]
WEAK = someone(labour="weak")
FIVE_OLD = (ABLE, OLD, OLD, OLD)


def _empty(state: str) -> House:
    house_ = home(state=state)
    house_.people.clear()
    return house_


def _left(health: str) -> House:
    house_ = open_home(someone(), someone(health=health), risks="illness")
    house_.left.append(house_.people.pop())
    return house_


def _joined(on: date, size: str) -> House:
    return home(someone(), someone("spouse", sex="female", joined_on=on), declared_months_size=size)


def _untold() -> Village:
    told = village()
    told.facts, told.loaded = {}, {}
    return told


IDENTITY: list[Row] = [
    ("1_01_002", one(id_kind="", id_no="5399991980030800"), True, "证件类型没有填也看位数"),
    ("1_01_002", one(id_no=CARD + "431", id_kind="disabled"), True, "21位"),
    ("1_01_002", one(id_no="999999001", id_kind="none"), False, "无证的号码不论位数"),
    ("1_01_002", one(id_no=""), False, "没有号码不是位数不对"),
    ("1_01_003", one(id_no=""), False, "没有号码不是校验不通过"),
    ("G9_01", one(id_no=NOT_CARD), True, "号码里的年份还没有到"),
    ("G9_01", one(id_no=someone(born="2021-11-15")["id_no"]), False, "今年出生的"),
    ("4_01_003", one(id_no="999999001", id_kind="id-card"), True, "以999999开头，证件类型填错"),
    ("4_01_003", one(id_no="", id_kind="id-card"), True, "空的"),
    ("4_01_002", one(health="disabled", id_kind=""), True, "证件类型没有填"),
    ("4_01_002", one(health=""), False, "健康状况没有填"),
]
COMPOSITION: list[Row] = [
    ("3_02_012", lambda: _empty("exited"), False, "自然销户的没有成员"),
    ("3_02_012", lambda: _empty("candidate"), True, "没有成员的在册户"),
    ("2_01_004", lambda: home(ABLE, someone("uncle", sex="female")), True, "女的叔伯"),
    ("B_16", child(born="1994-01-01", school="", education="junior"), False, "正好小14岁"),
    ("B_16", child(born="1993-01-01", school="", education="junior"), True, "小13岁"),
    ("L_113", house(declared_size=0), True, "填了0"),
    ("L_113", house(road="concrete"), False, "没有填"),
    ("L_113b", house(road="concrete"), False, "没有填"),
    ("L_113b", lambda: _joined(date(2021, 4, 1), "1.50"), False, "4月增加，到9月算6个月"),
    ("L_113b", lambda: _joined(date(2021, 4, 30), "1.50"), False, "当月算"),
    ("L_113b", lambda: _joined(date(2021, 5, 1), "1.50"), True, "5月增加，少一个月"),
]
SCHOOLING: list[Row] = [
    ("1_02_005", child(born="2004-09-01", school="", education="primary"), False, "9月1日满17岁"),
    ("1_02_005", child(born="2004-09-02", school="", education="primary"), True, "9月1日还是16岁"),
    ("1_02_005", child(born="2015-09-01", school="", education="primary"), True, "9月1日满6岁"),
    ("1_02_005", child(born="2015-09-02", school="", education="primary"), False, "9月1日不满6岁"),
    ("1_02_005", child(born="2005-09-01", school="", education="junior"), True, "初中毕业没有升学的也要写原因"),
    ("5_12_014", child(born="2015-11-16", school="primary"), True, "差一天满6岁"),
    ("5_12_014", child(born="2015-11-15", school="primary"), False, "当天满6岁"),
    ("5_12_015", child(born="2003-11-15", school="junior_3"), True, "18岁"),
    ("5_12_015", child(born="2003-11-16", school="junior_3"), False, "17岁"),
    ("5_12_016", child(born="2000-11-15", school="senior_3"), True, "21岁"),
    ("5_12_017", child(born="2003-11-16", school="master"), True, "17岁的硕士也是"),
    ("5_12_018", child(born="2001-11-15", school="master"), False, "当天满20岁"),
    ("5_12_019", child(born="1998-11-15", school="", education="primary"), False, "23岁"),
    ("5_12_019", child(born="1998-11-16", school="", education="primary"), True, "22岁"),
    ("5_12_019", child(born="2000-01-01", school="", education=""), False, "没有填"),
    ("C_28", child(school="primary", last_school="primary"), False, "小学只有一项，看学年数"),
    ("C_28", child(school="junior_3", last_school="junior_3"), True, "九年级连读"),
    ("C_28", child(school="junior_1"), False, "没有上一学年的数"),
    ("C_28b", child(born="2009-01-01", school="primary"), False, "没有以前的数"),
    ("C_28b", child(school="junior_1", same_school_years=9), False, "不是小学"),
    ("4_11_008", lambda: home(ABLE, pupil(born="2003-01-01", school=""), dropout_problem="yes"), True, "超过年龄"),
]
LABOUR: list[Row] = [
    ("2_11_001", lambda: home(someone(id_kind="disabled"), risks="disability"), False, "有残疾人证也是残疾成员"),
    ("5_15_015", lambda: _left("serious"), False, "减少的人患过大病"),
    ("5_15_015", lambda: _left("healthy"), True, "减少的人健康，家里也没有人患病"),
    ("5_15_015", under(someone(health="disabled,chronic", id_kind="disabled"), risks="illness"), False, "残疾和慢性病"),
    ("5_11_029", under(ABLE, OLD, OLD, risks="labour"), False, "三口人不看占比"),
    ("5_11_029", under(ABLE, ABLE, OLD, OLD, risks="labour"), True, "正好一半"),
    ("5_11_029", under(ABLE, ABLE, OLD, OLD, OLD, risks="labour"), False, "不到一半"),
    ("5_11_029", under(WEAK, WEAK, OLD, OLD, risks="labour"), False, "弱劳动力不算"),
    ("5_18_008", under(*FIVE_OLD, risks="labour"), False, "正好四分之一"),
    ("5_18_008", under(ABLE, ABLE, *(OLD,) * 5, risks="labour"), True, "七分之二"),
    ("5_18_008", under(ABLE, ABLE, OLD, risks="labour"), False, "三口人不看占比"),
    ("5_18_008", under(ABLE, ABLE, OLD, OLD), False, "没有风险"),
    ("5_19_003", under(someone(born="1950-01-01", pension="yes")), True, "低保没有填，就是没有人享受"),
    ("5_19_003", under(OLD), False, "没有采集过"),
    ("5_19_003", under(someone(born="1950-01-01", minimum="urban")), False, "城市低保也是低保"),
    ("5_15_018", one(destitute="rural", born="2003-11-16"), False, "差一天满18岁"),
    ("5_15_018", one(destitute="rural", born="2003-11-15"), True, "当天满18岁"),
]
INSURANCE: list[Row] = [
    ("2_01_016", one(resident_medical="no", serious_illness="yes"), True, "没有参加居民医保"),
    ("2_01_016", one(resident_medical="no", employee_medical="yes", serious_illness="yes"), False, "参加职工医保"),
    ("2_01_016", one(pension="yes"), False, "医保没有填，由别的规则查"),
]
RECORD: list[Row] = [
    ("1_02_003", one(health="chronic", serious_illness="no"), True, "慢性病也是患病"),
    ("1_02_003", one(health="chronic"), False, "大病保险没有填"),
    ("4_11_006", done(water_problem="yes", risks="illness"), True, "已消除的也看"),
    ("4_11_007", under(someone(resident_medical="no"), risks="water"), True, "成员里有人没有参保"),
    ("4_11_007", under(someone(resident_medical="no", employee_medical="yes"), risks="water"), False, "职工医保"),
    ("1_11_004", done(**SECURE, income_at_elimination=0), False, "收入为0也是填了"),
    ("1_11_004", done(income_at_elimination=9000), True, "三保障没有填"),
    ("1_11_004", done(), False, "没有采集过"),
    ("2_11_002", done(identified_on=date(2021, 4, 21), risk_closed="natural"), True, "自然消除也要满6个月"),
    ("2_11_002", done(identified_on=None), False, "没有识别时间"),
    ("5_18_009", done(identified_on=date(2021, 9, 30), risk_closed="natural"), False, "自然消除除外"),
    ("4_11_010", done(risk_closed="help", income_at_elimination=5999), False, "不知道当时的底线"),
    ("4_11_010", done(risk_closed="natural", income_at_elimination=1, line_at_elimination=6000), False, "自然消除"),
    ("S0_92", under(identified_on=date(2020, 11, 14)), True, "满12个月又一天"),
    ("S0_92", under(identified_on=date(2020, 11, 15)), False, "正好12个月"),
    ("1111_18", house(income_at_identification="20000.01"), True, "多一分"),
]
MEASURES: list[Row] = [
    ("1_11_010", under(identified_on=None, risks="illness"), False, "没有识别时间"),
    ("5_12_007", under(WEAK, identified_on=date(2021, 1, 1), measures="safety_net"), True, "弱劳动力也是劳动力"),
    ("5_12_007", under(OLD, identified_on=date(2021, 1, 1), measures="safety_net"), False, "没有劳动力"),
    (
        "5_12_011",
        under(measures="employment,safety_net", development_done="done", measure_items="minimum,training"),
        True,
        "兜底不算开发式",
    ),
    ("5_18_005", done(dropout_problem="yes", measures="employment"), False, "已消除的是另一条"),
    ("5_18_007", under(someone(resident_medical="no"), measures="employment"), True, "成员里有人没有参保"),
    ("3_11_009", done(someone(resident_medical="no"), measures="employment"), True, "成员里有人没有参保"),
    ("4_11_015", under(someone(destitute="rural"), measure_items="minimum"), True, "享受的是特困不是低保"),
    ("5_16_006", under(someone(minimum="rural"), measure_items="destitute"), True, "享受的是低保不是特困"),
    ("5_17_011", under(someone(work_outside_county="yes"), measure_items="travel"), True, "县外务工在识别以前"),
    ("5_17_011", under(measures="employment"), False, "没有勾选"),
    ("1111_06", under(identified_on=None, measure_items="premium"), False, "没有识别时间"),
    ("1111_06", under(identified_on=date(2021, 3, 1), measure_items="minimum"), False, "没有勾选"),
    ("1111_09", under(identified_on=date(2021, 2, 28)), False, "还没有任何措施"),
    ("1111_09", done(identified_on=date(2020, 2, 28), measures="health"), False, "已消除的不看"),
    (
        "1111_2",
        under(ABLE, STUDENT, identified_on=date(2022, 1, 1), measures="employment"),
        False,
        "截止日以后识别的",
    ),
    ("1111_2", under(ABLE, STUDENT, identified_on=None, measures="employment"), False, "没有识别时间"),
    (
        "1111_2",
        under(ABLE, pupil(born="2003-01-01", school="technician_2"), measures="employment"),
        True,
        "技师学院也是",
    ),
]
WORK: list[Row] = [
    ("5_12_001", one(work_from=date(2021, 5, 2), work_until=date(2021, 5, 1)), True, "自己的起止颠倒"),
    ("5_12_001", one(work_from=date(2021, 5, 2), work_until=date(2021, 5, 2)), False, "当天起止"),
    ("5_12_001", one(**WORKS), False, "没有上一段"),
    ("1111_08", one(work_from=date(2020, 6, 1), work_ended="2021-06"), False, "已经结束"),
    ("5_16_001", one(work_pay=0), False, "0元由有务工无收入查"),
    ("1111_12", one(work_pay=99), False, "过低的是另一条"),
    ("1111_12", one(work_pay=100), True, "从100元起"),
    *(
        ("5_01_007", one(**WORKS | {name: None if name == "work_pay" else ""}), True, "缺一项")
        for name in ("work_pay", "work_firm", "work_industry", "work_point", "work_channel")
    ),
    ("5_01_007", one(working="no"), False, "没有务工"),
    ("5_15_008", one(work_planned="no"), False, "不计划务工"),
    ("5_15_008", one(pension="yes"), False, "没有填计划"),
    ("4_01_006", child(work_began="2021-03", work_ended=""), True, "务工记录没有结束"),
    ("4_01_006", child(work_began="2021-03", work_ended="2021-05"), False, "务工已经结束"),
    ("5_16_010", one(work_from=None), False, "不知道开始时间"),
    ("3_01_010", one(post="护林员、保洁员、护路员", post_months=12), True, "一栏里写了三个"),
    ("3_01_010", one(post="护林员、保洁员", post_months=12), False, "一栏里写了两个"),
    ("3_01_010", one(), False, "没有岗位"),
    ("5_15_003", one(working="yes", work_channel="public_post", post="护林员"), True, "没有月数"),
    ("5_15_003", one(working="no", work_channel="public_post", pension="yes"), False, "已经不做了"),
    ("5_15_006", one(labour="lost", work_channel="public_post", working="yes"), True, "务工记录里的公益岗位"),
    ("3_01_005", one(post="护林员", post_months=0), True, "月数填了0"),
    ("J_93e", one(), False, "没有采集表"),
]
LIVING: list[Row] = [
    ("3_02_005", house(forest="0"), False, "填了0"),
    ("3_02_005", house(), False, "没有采集过"),
    ("5_14_004", house(orchard="-0.1"), True, "负数"),
    ("5_14_004", house(orchard="200.01"), True, "多一分"),
    ("5_14_004", house(road="concrete"), False, "没有填"),
    ("5_14_001", house(forest=150), False, "林地有林地的上限"),
    ("2_01_013", one(phone=""), False, "没有填"),
    ("5_14_007", house(road="concrete"), False, "没有填"),
]
YEARS: list[Row] = [
    ("L_112", house(visit_housing="yes", housing_problem="yes"), True, "核查安全，登记却有问题"),
    ("L_112", house(visit_housing="no"), False, "登记没有填"),
    ("L_112b", house(visit_water="yes", water_problem="yes"), True, "核查安全，登记却有问题"),
    ("L_112c", house(visit_school="yes", dropout_problem="yes"), True, "核查在校，登记却失学"),
    ("L_112d", house(visit_insured="yes"), False, "登记没有填"),
    ("L_112e", house(visit_income=4800), False, "没有审核的收入"),
    ("L_111", house(income_this_year=7200), False, "没有去年的数"),
]
VILLAGES: list[Row] = [
    ("L_115a", place(households=None), True, "没有填"),
    ("L_115a", _untold, False, "什么都没有报过"),
    ("L_115b", place(households=None, minimum_living=9), False, "没有总数可比"),
    ("L_115b", place(), False, "没有填低保户数"),
    ("L_115l", place(groups_households=100), False, "各组合计相符"),
    ("L_115l", place(groups_households=99), True, "各组合计少一户"),
    ("L_115r", place(land_of_households=90), False, "村的没有填"),
    ("L_115t", place(forest=0, forest_of_households="0.01"), True, "村里填了0"),
    ("L_115x", _untold, False, "什么都没有报过"),
    ("L_115x", place(), False, "都填了"),
]
TABLE = [
    *IDENTITY,
    *COMPOSITION,
    *SCHOOLING,
    *LABOUR,
    *INSURANCE,
    *RECORD,
    *MEASURES,
    *WORK,
    *LIVING,
    *YEARS,
    *VILLAGES,
]


@pytest.mark.parametrize(
    ("code", "made", "holds"), [row[:3] for row in TABLE], ids=[f"{row[0]} {row[3]}" for row in TABLE]
)
def test_a_rule_holds_to_the_day_the_yuan_and_the_empty_cell(code: str, made: Made, holds: bool) -> None:
    assert (code in found(made())) is holds


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2021, 8, 31), date(2021, 9, 29), "0.5"),
        (date(2021, 8, 31), date(2021, 9, 30), "1"),
        (date(2021, 8, 31), date(2021, 10, 1), "1.5"),
        (date(2021, 1, 15), date(2021, 7, 15), "6"),
        (date(2021, 1, 15), date(2021, 7, 14), "5.5"),
        (date(2021, 1, 15), date(2021, 1, 15), "0"),
    ],
)
def test_months_are_whole_to_the_day_and_half_beyond(since: date, until: date, months: str) -> None:
    assert months_past(since, until) == Decimal(months)


def test_no_month_is_reckoned_without_both_days() -> None:
    assert months_past(None, date(2021, 1, 1)) is None
    assert months_past(date(2021, 1, 1), None) is None
