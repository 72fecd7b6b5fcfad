"""Every rule with a household that violates it and one, as near as may be, that does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from states.quality.rulebook import shipped
from states.quality.snapshot import House, Village
from tests.states.homes import AS_OF, LINE, done_home, found, home, open_home, pupil, someone, village

Made = Callable[[], House | Village]
Row = tuple[str, Made, Made]


def one(**said: object) -> Made:
    """A household of one member."""
    return lambda: home(someone(**said))


def child(**said: object) -> Made:
    """A household of a head and a child."""
    return lambda: home(someone(), pupil(**said))


def house(**said: object) -> Made:
    """A household with these facts."""
    return lambda: home(**said)


def under(*people: dict[str, object], **said: object) -> Made:
    """A monitored household."""
    return lambda: open_home(*people, **said)


def done(*people: dict[str, object], **said: object) -> Made:
    """A household whose risk is eliminated."""
    return lambda: done_home(*people, **said)


def couple(sex: str = "female", relation: str = "spouse") -> Made:
    """A head and another."""
    return lambda: home(someone(), someone(relation, "1982-01-05", sex))


def place(**said: object) -> Made:
    """A village."""
    return lambda: village(**said)


SOUND = one()
WORKS = {
    "working": "yes",
    "work_began": "2021-03",
    "work_from": date(2021, 3, 1),
    "work_point": "no",
    "work_pay": 3000,
    "work_firm": "华达建筑",
    "work_channel": "self",
    "work_industry": "building",
}
INSURED = {"resident_medical": "yes", "serious_illness": "yes", "pension": "yes"}
CARD = str(someone()["id_no"])
ABLE, OLD = someone(), someone(born="1950-01-01")
SECURE = {"housing_problem": "no", "dropout_problem": "no", "water_problem": "no", "medical_problem": "no"}


def measured(state: Callable[..., Made], risk: str, wrong: str, right: str) -> tuple[Made, ...]:
    """A risk with a measure that does not answer it, and with one that does."""
    return state(risks=risk, measures=wrong), state(risks=risk, measures=right)


IDENTITY: list[Row] = [
    ("1_01_001", one(twin="53340110220100009"), SOUND),
    ("1_01_002", one(id_no="5399991980030800"), SOUND),
    ("1_01_003", one(id_no="539999198003080011"), SOUND),
    ("1_01_004", one(id_no=CARD + "85"), one(id_no=CARD + "43", id_kind="disabled")),
    ("G9_01", one(id_no="539999198013080010"), SOUND),
    ("G9_01b", one(born="1905-01-01"), one(born="1911-11-16")),
    ("G9_01c", one(birth_on=date(1981, 3, 8)), SOUND),
    ("4_01_003", one(id_no="", id_kind="none"), SOUND),
    ("G9_28b", one(id_no=someone(sex="female")["id_no"]), SOUND),
    ("4_01_002", one(health="disabled"), one(health="disabled", id_kind="disabled")),
    ("2_01_001", one(ethnicity=""), SOUND),
]
COMPOSITION: list[Row] = [
    ("3_02_012", one(relation="son"), SOUND),
    ("3_02_011", couple(relation="head"), couple()),
    ("G9_06", lambda: home(someone(), someone("spouse", sex="female"), someone("spouse", sex="female")), couple()),
    ("2_02_001", couple("male"), couple()),
    ("G9_03", one(relation="cousin"), SOUND),
    ("3_01_001", one(relation=""), SOUND),
    ("2_01_004", couple("male", "daughter_in_law"), couple("female", "daughter_in_law")),
    ("B_16", child(born="1990-01-01", school="", education="junior"), child()),
    (
        "B_16b",
        lambda: home(someone(), someone("father", "1970-01-01")),
        lambda: home(someone(), someone("father", "1955-01-01")),
    ),
    ("K_116", house(group_code="53340110220201"), SOUND),
    ("K_116b", house(number="53340210220100001"), house(number="H1")),
    ("L_113", house(declared_size=2), house(declared_size=1)),
    ("L_113b", house(declared_months_size="0.92"), house(declared_months_size=1)),
    ("L_114", house(moved_to="53340110220100009", moved_on="和小明"), SOUND),
]
SCHOOLING: list[Row] = [
    ("3_01_003", child(education="primary"), child()),
    ("3_01_002", one(education=""), SOUND),
    ("1_02_005", child(school="", education="primary"), child(school="", education="primary", dropout_reason="weary")),
    (
        "2_01_012",
        child(school="", dropout_reason="illness"),
        child(school="", dropout_reason="illness", health="serious"),
    ),
    ("5_12_013", child(born="2014-01-01", school="preschool"), child(born="2015-01-01", school="preschool")),
    ("5_12_014", child(born="2006-01-01", school="primary"), child(born="2007-01-01", school="primary")),
    ("5_12_015", child(born="2010-01-01", school="junior_1"), child(born="2009-01-01", school="junior_1")),
    ("5_12_016", child(born="2007-01-01", school="senior_1"), child(born="2006-01-01", school="senior_1")),
    ("5_12_017", child(born="2004-01-01", school="bachelor_1"), child(born="2003-01-01", school="bachelor_1")),
    ("5_12_018", child(born="2002-01-01", school="master"), child(born="2001-01-01", school="master")),
    (
        "5_12_019",
        child(born="2003-01-01", school="", education="primary"),
        child(born="1998-01-01", school="", education="primary"),
    ),
    ("C_28", child(last_school="junior_1"), child(school="junior_2", last_school="junior_1")),
    (
        "C_28b",
        child(born="2009-01-01", school="primary", same_school_years=6),
        child(born="2009-01-01", school="primary", same_school_years=5),
    ),
    (
        "C_28c",
        child(born="2014-01-01", school="kindergarten", same_school_years=4),
        child(born="2014-01-01", school="kindergarten", same_school_years=3),
    ),
    (
        "C_28d",
        child(born="1990-01-01", school="master", same_school_years=8),
        child(born="1990-01-01", school="master", same_school_years=7),
    ),
    ("G9_08", one(education="phd"), SOUND),
    ("G9_09", child(school="grade_7"), child()),
    ("G9_10", one(written='{"political":"独立"}'), one(political="masses")),
    ("G9_12", one(labour="strong"), SOUND),
    (
        "4_11_008",
        house(dropout_problem="yes"),
        lambda: home(someone(), pupil(school="", education="primary"), dropout_problem="yes"),
    ),
]
LABOUR: list[Row] = [
    ("2_01_002", one(health=""), SOUND),
    ("2_01_003", one(labour=""), SOUND),
    (
        "2_01_011",
        child(born="2005-11-16", labour="full"),
        child(born="2005-11-15", school="", education="junior", labour="full"),
    ),
    ("1111_07", child(born="2003-01-01", school="senior_3", labour="full"), child()),
    ("2_01_005", one(labour="none"), one(labour="none", health="serious")),
    ("2_01_010", one(labour="weak"), one(labour="weak", health="chronic")),
    ("5_12_009", one(health="chronic"), SOUND),
    ("5_12_010", one(health="chronic,disabled", id_kind="disabled", labour="skilled"), one(labour="skilled")),
    ("2_12_005", one(born="1961-11-15", labour="full"), one(born="1961-11-16", labour="full")),
    ("2_12_017", one(born="1961-11-15", labour="skilled"), one(born="1961-11-16", labour="skilled")),
    (
        "4_01_007",
        one(id_no=CARD + "41", id_kind="disabled"),
        one(id_no=CARD + "43", id_kind="disabled"),
    ),
    (
        "4_01_008",
        one(id_no=CARD + "42", id_kind="disabled"),
        one(id_no=CARD + "42", id_kind="disabled", labour="weak"),
    ),
    (
        "2_11_001",
        house(risks="disability"),
        lambda: home(someone(health="disabled", id_kind="disabled"), risks="disability"),
    ),
    ("5_15_015", under(risks="illness"), under(someone(health="serious"), risks="illness")),
    ("4_11_009", under(risks="labour"), under(ABLE, OLD, risks="labour")),
    ("5_11_029", under(ABLE, ABLE, OLD, OLD, risks="labour"), under(ABLE, OLD, OLD, OLD, risks="labour")),
    ("5_18_008", under(ABLE, ABLE, OLD, OLD, risks="labour"), under(ABLE, OLD, OLD, OLD, risks="labour")),
    ("2_11_006", under(OLD, risks="work"), under(risks="work")),
    ("5_15_014", under(risks="work"), under(someone(**WORKS), risks="work")),
    (
        "5_11_033",
        under(someone(born="1950-01-01", minimum="rural")),
        under(someone(born="1950-01-01", minimum="rural"), no_labour_flag="yes"),
    ),
    ("5_19_003", under(someone(born="1950-01-01", minimum="none")), under(OLD)),
    ("5_15_018", one(destitute="rural"), one(born="1950-01-01", destitute="rural")),
]
INSURANCE: list[Row] = [
    ("2_01_006", one(resident_medical="yes"), one(**INSURED)),
    ("2_01_007", one(resident_medical="yes"), child(resident_medical="yes")),
    ("2_01_008", one(resident_medical="no", employee_medical="no"), one(**INSURED)),
    ("2_01_009", one(resident_medical="yes", employee_medical="yes"), one(**INSURED)),
    ("3_01_007", one(medical_aid="yes"), one(**INSURED, medical_aid="yes")),
    ("2_01_016", one(serious_illness="no"), one(**INSURED)),
]
MONITORING: list[Row] = [
    ("screen_1a", house(income_per_head=5999), house(income_per_head=6000)),
    ("screen_1b", lambda: home(OLD), lambda: home(OLD, ABLE)),
    ("screen_2a", house(kind="lifted_out", income_per_head=5999), house(kind="lifted_out", income_per_head=6000)),
    ("screen_2b", lambda: home(OLD, kind="lifted_out"), lambda: home(OLD, ABLE, kind="lifted_out")),
    ("screen_3", done(income_per_head=5999), done(income_per_head=6000)),
    ("screen_4", done(OLD), done(OLD, ABLE)),
    ("1_02_001", house(kind="lifted_out", housing_grade="D"), under(kind="lifted_out", housing_grade="D")),
    ("1_02_002", house(visit_water="no"), house(visit_water="yes")),
    ("1_02_003", one(health="serious", serious_illness="no"), one(health="serious", serious_illness="yes")),
    (
        "1_02_007",
        under(housing_problem="yes", risks="schooling"),
        under(housing_problem="yes", risks="housing,schooling"),
    ),
    ("1_02_007b", under(dropout_problem="yes", risks="housing"), under(dropout_problem="yes", risks="schooling")),
    ("3_11_010", under(income_per_head=3999), under(income_per_head=4000)),
    ("S0_92", under(identified_on=date(2020, 10, 20)), under(identified_on=date(2020, 11, 20))),
]
RECORD: list[Row] = [
    ("1_11_001", under(**SECURE), under(**SECURE, risks="illness")),
    ("2_11_004", house(risks="other"), house(risks="other", risk_remark="火灾")),
    ("2_11_005", house(risks="disaster"), house(risks="disaster", disaster_kind="flood")),
    ("1_11_002", under(identified_on=None), under()),
    ("1_11_002b", under(road="concrete"), under(income_at_identification=5000)),
    ("1_11_002c", under(road="concrete"), under(**SECURE)),
    ("4_11_006", under(water_problem="yes", risks="illness"), under(water_problem="yes", risks="water")),
    ("4_11_007", under(medical_problem="yes", risks="water"), under(medical_problem="yes", risks="illness")),
    ("5_15_020", house(risks="illness", out_of_pocket=0), house(risks="illness", out_of_pocket=1)),
    ("1111_18", house(income_at_identification=20001), house(income_at_identification=20000)),
    ("5_15_023", house(wage_income=99), house(wage_income=100)),
    ("1_11_004", done(**SECURE), done(**SECURE, income_at_elimination=9000)),
    ("1_11_005", done(dropout_problem="yes"), done(dropout_problem="no")),
    ("1_11_006", done(visit_housing="no"), done(visit_housing="yes")),
    ("1_11_007", done(water_problem="yes"), done(water_problem="no")),
    ("1_11_009", done(risk_closed="help"), done(risk_closed="help", measures="health")),
    ("1_11_011", done(phone=""), done(phone="", contact_phone="13900000002")),
    ("2_11_002", done(identified_on=date(2021, 4, 21)), done(identified_on=date(2021, 4, 20))),
    ("5_18_009", done(identified_on=date(2021, 9, 1)), done(identified_on=date(2021, 8, 31))),
    (
        "4_11_010",
        done(risk_closed="help", income_at_elimination=5999, line_at_elimination=6000),
        done(risk_closed="help", income_at_elimination=6000, line_at_elimination=6000),
    ),
    ("4_11_012", done(measures="employment", wage_income=0), done(measures="employment", wage_income=8000)),
    ("4_11_013", done(measure_items="minimum", transfer_income=0), done(measure_items="minimum", transfer_income=1)),
    ("5_11_013", done(measures="industry", business_income=0), done(measures="industry", business_income=1)),
]
STUDENT = pupil(born="2005-01-01", school="vocational_1")
MEASURES: list[Row] = [
    (
        "1_11_010",
        under(identified_on=date(2021, 10, 14), risks="illness"),
        under(identified_on=date(2021, 10, 15), risks="illness"),
    ),
    (
        "5_12_007",
        under(identified_on=date(2021, 5, 15), measures="safety_net"),
        under(identified_on=date(2021, 5, 16), measures="safety_net"),
    ),
    ("5_11_032", under(measures="safety_net"), under(measures="safety_net,employment")),
    (
        "5_11_030",
        under(measures="employment", development_done="waiting"),
        under(measures="employment", development_done="done"),
    ),
    (
        "5_12_011",
        under(measures="employment", development_done="done", measure_items="training"),
        under(measures="employment", development_done="done", measure_items="training,travel"),
    ),
    ("5_18_001", *measured(under, "illness", "employment", "health")),
    ("3_11_003", *measured(done, "illness", "employment", "safety_net")),
    ("5_18_002", *measured(under, "schooling", "employment", "education")),
    ("3_11_004", *measured(done, "schooling", "employment", "education")),
    ("5_18_003", *measured(under, "disability", "employment", "safety_net")),
    ("3_11_005", *measured(done, "disability", "employment", "society")),
    ("5_18_004", *measured(under, "housing", "employment", "relocation")),
    ("3_11_006", *measured(done, "housing", "employment", "housing")),
    ("5_18_006", *measured(under, "water", "employment", "water")),
    ("3_11_008", *measured(done, "water", "employment", "water")),
    (
        "5_18_005",
        under(dropout_problem="yes", measures="employment"),
        under(dropout_problem="yes", measures="education"),
    ),
    (
        "3_11_007",
        done(dropout_problem="yes", measures="employment"),
        done(dropout_problem="yes", measures="education"),
    ),
    ("3_11_009", done(medical_problem="yes", measures="employment"), done(medical_problem="yes", measures="health")),
    ("5_18_007", under(medical_problem="yes", measures="employment"), under(medical_problem="yes", measures="health")),
    ("1111_3", under(measures="employment"), under(someone(post="护林员", post_months=12), measures="employment")),
    ("4_11_015", under(measure_items="minimum"), under(someone(minimum="rural"), measure_items="minimum")),
    ("5_16_006", under(measure_items="destitute"), under(someone(destitute="rural"), measure_items="destitute")),
    (
        "5_16_003",
        under(someone(minimum="rural"), measures="employment"),
        under(someone(minimum="rural"), measures="safety_net", measure_items="minimum"),
    ),
    (
        "5_16_004",
        under(someone(destitute="rural"), measures="employment"),
        under(someone(destitute="rural"), measures="safety_net", measure_items="destitute"),
    ),
    (
        "4_11_016",
        under(measure_items="disability"),
        under(someone(health="disabled", id_kind="disabled"), measure_items="disability"),
    ),
    (
        "5_16_008",
        under(someone(id_no=CARD + "12", id_kind="disabled"), risks="disability", measures="safety_net"),
        under(someone(id_no=CARD + "13", id_kind="disabled"), risks="disability", measures="safety_net"),
    ),
    ("1111_10", under(measure_items="travel", travel_subsidy=0), under(measure_items="travel", travel_subsidy=1000)),
    (
        "5_17_011",
        under(measure_items="labour_export"),
        under(someone(worked_away="yes"), measure_items="labour_export"),
    ),
    ("5_15_011", under(measure_items="rain_dew"), under(ABLE, STUDENT, measure_items="rain_dew")),
    (
        "1111_06",
        under(identified_on=date(2021, 3, 1), measure_items="premium"),
        under(identified_on=date(2021, 2, 28), measure_items="premium"),
    ),
    (
        "1111_09",
        under(identified_on=date(2021, 2, 28), measures="health"),
        under(identified_on=date(2021, 3, 1), measures="health"),
    ),
    (
        "1111_2",
        under(ABLE, STUDENT, measures="employment"),
        under(ABLE, STUDENT, measures="employment", measure_items="rain_dew"),
    ),
]
WORK: list[Row] = [
    ("J_93", one(**WORKS | {"work_pay": 0}), one(**WORKS)),
    ("J_93b", one(working="no", work_pay=1), one(working="no")),
    ("3_12_001", one(**WORKS | {"work_began": ""}), one(**WORKS)),
    (
        "5_12_001",
        one(work_from=date(2021, 5, 1), earlier_work_until=date(2021, 5, 1)),
        one(work_from=date(2021, 5, 1), earlier_work_until=date(2021, 4, 30)),
    ),
    ("1111_16", one(working="no", work_began="2021-05"), one(working="no", work_began="2021-05", work_ended="2021-06")),
    (
        "1111_17",
        one(working="no", work_until=date(2021, 12, 1)),
        one(working="no", work_until=date(2021, 11, 30)),
    ),
    ("1111_08", one(work_from=date(2020, 12, 31)), one(work_from=date(2021, 1, 1))),
    ("G9_13", one(work_place="昆明"), one(work_place="昆明", work_months=3)),
    ("4_12_001", one(**WORKS, work_place="昆明"), one(**WORKS, work_place="昆明", work_county="官渡区")),
    ("5_16_001", one(work_pay=99), one(work_pay=100)),
    ("1111_12", one(work_pay=399), one(work_pay=400)),
    ("5_16_002", one(work_pay=30001), one(work_pay=30000)),
    ("5_01_007", one(**WORKS | {"work_firm": ""}), one(**WORKS)),
    ("5_15_008", one(work_planned="yes"), one(work_planned="yes", service_wanted="岗位介绍")),
    ("4_01_006", child(**WORKS), child()),
    (
        "5_16_010",
        one(born="2004-03-02", work_from=date(2020, 3, 1)),
        one(born="2004-03-01", work_from=date(2020, 3, 1)),
    ),
    ("2_01_015", one(born="1950-01-01", work_planned="yes"), one(work_planned="yes")),
    ("5_01_004", one(destitute="rural", **WORKS), one(destitute="none", **WORKS)),
    (
        "5_01_003",
        one(work_outside_county="yes", work_channel="public_post"),
        one(work_outside_county="no", work_channel="public_post"),
    ),
    ("3_01_008", child(post="护林员"), one(post="护林员")),
    ("5_01_006", one(born="1951-11-15", post="护林员"), one(born="1951-11-16", post="护林员")),
    ("5_15_006", one(labour="none", post="护林员"), one(post="护林员")),
    ("3_01_005", one(post="护林员"), one(post="护林员", post_months=12)),
    ("3_01_006", one(post_months=12), one(post="护林员", post_months=12)),
    (
        "5_15_003",
        one(working="yes", work_channel="public_post", pension="yes"),
        one(working="yes", work_channel="public_post", post="护林员", post_months=12),
    ),
    ("J_93e", one(working="no", sheet_differs="yes"), one(working="no")),
    ("J_93f", one(**WORKS, systems_differ="yes"), one(**WORKS)),
    ("J_93c", one(**WORKS, wage_income=0), one(**WORKS, wage_income=1)),
    ("J_93d", one(working="no", wage_income=1), one(working="no", wage_income=0)),
    (
        "3_01_008b",
        child(working="yes", work_channel="public_post"),
        one(working="yes", work_channel="public_post"),
    ),
    (
        "5_01_006b",
        one(born="1951-11-15", working="yes", work_channel="public_post"),
        one(born="1951-11-16", working="yes", work_channel="public_post"),
    ),
    ("3_01_010", one(posts=3), one(posts=2)),
    ("H_80", child(rain_dew="yes"), child(born="2005-01-01", school="college_1", rain_dew="yes")),
    ("5_20_028", one(education="college", working="no"), one(education="college", **WORKS)),
]
LAND = [
    ("3_02_004", "farmland", 100),
    ("3_02_005", "forest", 200),
    ("3_02_006", "returned_farmland", 100),
    ("K_108_4", "orchard", 200),
    ("K_108_5", "pasture", 100),
    ("K_108_6", "pond", 100),
]
LIVING: list[Row] = [
    ("2_01_013", one(phone="0887-5550100"), one(phone="13900000001")),
    ("4_02_001", house(phone="1390000000"), house(phone="")),
    ("5_15_022", one(phone_twin="53340110220100009"), SOUND),
    ("5_15_021", one(phone_away="和小明"), SOUND),
    *((code, house(road="concrete"), house(**{name: 0})) for code, name, _most in LAND),
    *(
        (f"5_14_{n:03}", house(**{name: most + 1}), house(**{name: most}))
        for n, (_code, name, most) in enumerate(LAND, 1)
    ),
    ("3_02_013", house(road="concrete"), house(road_distance=1)),
    ("5_14_007", house(road_distance="5.1"), house(road_distance=5)),
    ("3_02_002", house(road="concrete"), house(floor_space=80)),
    ("3_02_003", house(road="concrete"), house(housing_grade="A")),
    ("3_02_007", house(power="yes"), house(road="concrete")),
    ("3_02_008", house(road="concrete"), house(power="yes")),
    ("3_02_009", house(road="concrete"), house(toilet="yes")),
    ("2_02_002", house(road="concrete"), house(water_problem="no")),
    ("5_19_002", house(toilet="no"), house(toilet="yes", power="yes")),
]
YEARS: list[Row] = [
    (
        "L_112",
        house(visit_housing="no", housing_problem="no"),
        house(visit_housing="no", housing_problem="yes"),
    ),
    ("L_112b", house(visit_water="no", water_problem="no"), house(visit_water="yes", water_problem="no")),
    ("L_112c", house(visit_school="no", dropout_problem="no"), house(visit_school="no", dropout_problem="yes")),
    ("L_112d", house(visit_insured="no", medical_problem="no"), house(visit_insured="no", medical_problem="yes")),
    (
        "L_112e",
        house(visit_income=4800, visit_income_gap=Decimal("20.01")),
        house(visit_income=4800, visit_income_gap=20),
    ),
    ("L_112f", house(differences="学籍台账：年级"), house()),
    ("L_111", house(income_this_year=7200, last_income=7200), house(income_this_year=7200, last_income=7199)),
    (
        "L_111b",
        lambda: home(someone(joined_on=date(2021, 9, 2)), income_per_head=7000, reckoned_on=date(2021, 9, 1)),
        lambda: home(someone(joined_on=date(2021, 9, 1)), income_per_head=7000, reckoned_on=date(2021, 9, 1)),
    ),
]
VILLAGES: list[Row] = [
    ("L_115a", place(households=0), place(households=1)),
    *(
        (code, place(**{part: 101}), place(**{part: 100}))
        for code, part in [
            ("L_115b", "minimum_living"), ("L_115c", "disabled"), ("L_115e", "lifted_out"), ("L_115f", "monitored"),
            ("L_115g", "piped_water"), ("L_115h", "power"), ("L_115i", "broadband"), ("L_115j", "toilets"),
            ("L_115k", "registered"),
        ]
    ),
    ("L_115d", place(labour=401), place(labour=400)),
    *(
        (f"L_115{letter}", place(**{name: 90, f"groups_{name}": 89}), place(**{name: 90, f"groups_{name}": 90}))
        for letter, name in zip(
            "lmnopq", ("households", "persons", "minimum_living", "disabled", "labour", "land"), strict=True
        )
    ),
    *(
        (
            f"L_115{letter}",
            place(**{name: 90, f"{name}_of_households": "90.01"}),
            place(**{name: 90, f"{name}_of_households": 90}),
        )
        for letter, name in zip(
            "rstuvw", ("land", "returned_farmland", "forest", "orchard", "pasture", "pond"), strict=True
        )
    ),
    ("L_115x", place(doctors=None), place(doctors=0)),
]  # fmt: skip
TABLE = [
    *IDENTITY,
    *COMPOSITION,
    *SCHOOLING,
    *LABOUR,
    *INSURANCE,
    *MONITORING,
    *RECORD,
    *MEASURES,
    *WORK,
    *LIVING,
    *YEARS,
    *VILLAGES,
]


@pytest.mark.parametrize("made", [made for row in TABLE for made in row[1:]])
def test_what_is_left_out_as_hopeless_would_not_have_held(made: Made) -> None:
    made_, book = made(), shipped()
    values = book.values(AS_OF.year) | {"income_line": LINE}
    subjects: dict[str, list[Any]] = {"village": [made_]}
    if isinstance(made_, House):
        subjects = {"household": [made_], "member": made_.people}

    everything = {
        rule.code
        for rule in book.rules
        if any(rule.condition.bind(values)(one) for one in subjects.get(rule.subject, ()))
    }

    assert found(made_) == everything


@pytest.mark.parametrize(("code", "violating", "fine"), TABLE, ids=[row[0] for row in TABLE])
def test_a_rule_finds_what_violates_it_and_nothing_near_it(code: str, violating: Made, fine: Made) -> None:
    assert code in found(violating())
    assert code not in found(fine())


def test_every_rule_has_its_line_in_the_table() -> None:
    assert sorted(row[0] for row in TABLE) == sorted(rule.code for rule in shipped().rules)


def test_there_are_at_least_a_hundred_rules() -> None:
    assert len(shipped().rules) >= 100


def test_a_sound_household_violates_nothing() -> None:
    family = (someone(), someone("spouse", "1982-01-05", "female"), pupil(), someone("mother", "1955-01-05", "female"))

    assert found(home(*family)) == set()
