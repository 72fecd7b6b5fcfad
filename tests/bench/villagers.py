"""People whom rules can look at, written straight into a register: sound numbers, ages, schools, work, help, incomes.

About one member in fifty has something wrong; one household in ten has further facts, help and a year's income.
"""

# ruff: noqa: E501 - a statement reads best in one piece

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from engine.db import work
from states.income import plans
from states.packs.schema import Income
from tests.bench.register import WHEN, make_register

TODAY = date(2021, 11, 15)
PER_HOUSEHOLD = 3
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CASES_FROM = 100_000_000
INSURED = '{"pension":"yes","resident_medical":"yes","serious_illness":"yes"}'
HOUSED = '{"farmland":"3.5","floor_space":"120","forest":"12","housing_problem":"no","orchard":"0","pasture":"0","pond":"0","power":"yes","road":"concrete","returned_farmland":"2","road_distance":"1","toilet":"yes","water_problem":"no"}'


def make_villagers(db: Engine, members: int) -> None:
    """So many members, three to a household."""
    make_register(db, members // PER_HOUSEHOLD)
    with work(db) as session:
        plan = plans.pin(session, Income(line=6000), 2021).id
    sqlite = db.dialect.name == "sqlite"
    when = WHEN if sqlite else f"CAST({WHEN} AS timestamptz)"
    with db.begin() as connection:
        run = connection.connection.cursor().execute
        for statement in (*_people(sqlite), *_facts(when, "0" if sqlite else "false"), *_incomes(when, plan)):
            run(statement)
        if not sqlite:
            run("SELECT setval(pg_get_serial_sequence('\"case\"', 'id'), (SELECT max(id) FROM \"case\"))")
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _people(sqlite: bool) -> list[str]:
    """Numbers with their check digit, and what follows from a birthday; a state for each household."""
    days = "id / 1000 * 7919 % 27001"  # from 1945 on, each with a thousand people
    born = (
        f"date('1945-01-01', '+' || ({days}) || ' days')" if sqlite else f"DATE '1945-01-01' + CAST({days} AS integer)"
    )
    digits = f"replace(CAST({born} AS text), '-', '')"
    total = " + ".join(f"{weight} * CAST(substr(id_no, {at}, 1) AS integer)" for at, weight in enumerate(WEIGHTS, 1))
    check = f"substr('10X98765432', ({total}) % 11 + 1, 1)"
    year = "CAST(substr(CAST(birth_on AS text), 1, 4) AS integer)"
    return [
        f"UPDATE member SET birth_on = {born}, id_no = '533421' || {digits} || substr(CAST(1000 + id % 1000 AS text), 2)",
        f"UPDATE member SET id_no = id_no || {check}, person = id_no || {check}, sex = CASE WHEN id % 2 = 1 THEN 'male' ELSE 'female' END, "
        "relation = CASE WHEN is_head THEN 'head' ELSE 'other' END, ethnicity = CASE WHEN id % 50 = 0 THEN '' ELSE '14' END, "
        f"school = CASE WHEN {year} BETWEEN 2009 AND 2015 THEN 'primary' WHEN {year} BETWEEN 2006 AND 2008 THEN 'junior_2' ELSE '' END, "
        f"education = CASE WHEN {year} < 2006 THEN 'junior' ELSE '' END, health = CASE WHEN id % 11 = 0 THEN 'chronic' ELSE 'healthy' END, "
        f"labour = CASE WHEN {year} BETWEEN 1962 AND 2004 AND id % 11 > 0 THEN 'full' WHEN {year} BETWEEN 1962 AND 2004 THEN 'weak' ELSE 'none' END",
        "UPDATE \"case\" SET state = CASE id % 20 WHEN 0 THEN 'monitored' WHEN 1 THEN 'risk_eliminated' ELSE 'candidate' END WHERE kind = 'bench'",
        "UPDATE household SET identified_on = '2020-06-01', category = 'marginal', phone = '13900000001' WHERE id % 20 < 2",
        "UPDATE household SET eliminated_on = '2021-06-01' WHERE id % 20 = 1",
    ]


def _facts(when: str, no: str) -> list[str]:
    """Further facts of the forms, work and help."""
    kept = f"'u1', '经办人', {when}, {no}, ''"
    columns = "entered_by, entered_by_name, entered_at, superseded, reason"
    return [
        f"UPDATE household SET details = '{HOUSED}' WHERE id % 10 = 0",
        f"UPDATE member SET details = '{INSURED}' WHERE household_id % 10 = 0",
        f"INSERT INTO work_record (household_id, member_id, source, place, place_name, began_on, monthly_pay, employer, industry, channel, point_to_point, {columns}) "
        f"SELECT household_id, id, 'ours', '530111', '', '2021-03-01', 300000, '华达建筑', 'building', 'self', {no}, {kept} "
        "FROM member WHERE labour = 'full' AND id % 4 = 0",
        f"INSERT INTO help_risk (household_id, number, kind, part, remark, found_on, settled_way, {columns}) "
        f"SELECT id, 1, 'illness', '', '', '2020-06-01', '', {kept} FROM household WHERE id % 20 < 2",
        f"INSERT INTO help_measure (household_id, number, kind, risk_number, plan, begins_on, due_on, person, phone, {columns}) "
        f"SELECT id, 1, 'health', 1, '', '2020-07-01', '2021-12-31', '和秀兰', '', {kept} FROM household WHERE id % 20 < 2",
    ]


def _incomes(when: str, plan: int) -> list[str]:
    """A year's income, reviewed, of one household in ten."""
    return [
        'INSERT INTO "case" (id, kind, definition, area, state, version, sequence, head, opened_at) '
        f"SELECT {CASES_FROM} + id, 'income', 'bench-1', group_code, 'village_reviewed', 1, 1, '', {when} FROM household WHERE id % 10 = 0",
        "INSERT INTO income_statement (id, case_id, household_id, year, plan_id, locked_by_name) "
        f"SELECT id, {CASES_FROM} + id, id, 2021, {plan}, '' FROM household WHERE id % 10 = 0",
    ]
