"""A register of any size, made inside the database by a few statements: households, members, cases, steps, entries."""

# ruff: noqa: E501 - a statement reads best in one piece

from __future__ import annotations

from sqlalchemy import Connection, Engine

from states.members import spelling

SURNAMES = "和木李张杨赵王段高刘何陈周松罗吴孙杜马白"
GIVEN = "秀英志强金花玉兰建国春梅学文丽华永生海燕桂芳明辉正荣小龙"
COUNTIES, TOWNSHIPS, VILLAGES = 10, 16, 14
PLACE = f"""
SELECT n, '53' || (1000 + v / {TOWNSHIPS * VILLAGES} % {COUNTIES}) || (100 + v / {VILLAGES} % {TOWNSHIPS}) || (200 + v % {VILLAGES})
       || (10 + n % 4) AS area FROM (SELECT n, n * 37 % {COUNTIES * TOWNSHIPS * VILLAGES} AS v FROM number) AS spread
"""
STEPS = (
    "('visit', 'village', 12, 0), ('apply', 'village', 12, 1), ('post', 'township', 9, 2), ('decide', 'county', 6, 3)"
)
WHEN = "'2021-10-25T01:00:00.000000Z'"


def make_register(db: Engine, n: int) -> None:
    """`n` households with three members and a case each; three in ten have work under way, one open step each."""
    with db.begin() as connection:
        run = connection.connection.cursor().execute  # SQLAlchemy would take each % for a parameter
        recursive = f"WITH RECURSIVE c(n) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT n + 1 FROM c WHERE n < {n}) SELECT n FROM c"
        run(f"CREATE TEMPORARY TABLE number AS {recursive}")
        run(f"CREATE TEMPORARY TABLE place AS {PLACE}")
        _names(connection)
        when = WHEN if db.dialect.name == "sqlite" else f"CAST({WHEN} AS timestamptz)"
        for statement in _statements(when):
            run(statement)
    with db.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _names(connection: Connection) -> None:
    columns = ("name", "given", "pinyin", "pinyin_alt", "initials", "initials_alt")
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE spelt (i integer, {', '.join(f'{c} text' for c in columns)})")
    names = [s + a + b for s in SURNAMES for a in GIVEN for b in GIVEN[::3]]
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    connection.exec_driver_sql(
        f"INSERT INTO spelt VALUES ({', '.join([mark] * 7)})",
        [(i, *(spelling(name)[column] for column in columns)) for i, name in enumerate(names)],
    )
    connection.exec_driver_sql("CREATE INDEX spelt_i ON spelt (i)")


def _statements(when: str) -> list[str]:
    spelt = len(SURNAMES) * len(GIVEN) * len(GIVEN[::3])
    due = "CASE WHEN n % 3 = 0 THEN '2021-11-' || (10 + n % 20) ELSE '2021-12-' || (10 + n % 20) END"
    return [
        "INSERT INTO region (code, level, name, phone, address, contact_hours) "
        "SELECT DISTINCT area, 'group', '村民小组', '', '', '' FROM place",
        'INSERT INTO "case" (id, kind, definition, area, state, version, sequence, head, opened_at) '
        "SELECT n, 'bench', 'bench-1', area, CASE n % 7 WHEN 0 THEN 'monitored' WHEN 1 THEN 'ended' ELSE 'general' END, "
        f"1, 5, '', {when} FROM place",
        "INSERT INTO run (id, case_id, move, definition, status, started_at) "
        f"SELECT n, n, 'include', 'bench-1', 'under-way', {when} FROM place WHERE n % 10 < 3",
        'UPDATE "case" SET run_id = id WHERE id % 10 < 3',
        "INSERT INTO step (run_id, name, case_id, status, role, desk, area, round, due_on, opened_at, seen_by, done_by, "
        "done_by_name, remark, returned_by) SELECT n, s.name, n, CASE WHEN n / 10 % 4 = s.i THEN 'open' WHEN n / 10 % 4 > s.i "
        "THEN 'done' ELSE 'waiting' END, s.role, substr(area, 1, s.level), area, 1, "
        f"CAST({due} AS {{date}}), {when}, '', '', '', '', '' "
        f"FROM place CROSS JOIN (SELECT column1 AS name, column2 AS role, column3 AS level, column4 AS i FROM (VALUES {STEPS}) AS w) AS s "
        "WHERE n % 10 < 3".replace("{date}", "text" if "CAST" not in when else "date"),
        "INSERT INTO entry (case_id, sequence, kind, actor_id, actor_name, actor_role, at, facts, seal) "
        f"SELECT n, s.i, 'step', 'u1', '经办人', 'village', {when}, '{{\"act\":\"visit\"}}', "
        "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef' "
        "FROM place CROSS JOIN (SELECT column1 AS i FROM (VALUES (1), (2), (3), (4), (5)) AS w) AS s",
        "INSERT INTO household (id, case_id, number, group_code, village, township, head_name, kind, category, phone, "
        f"address, created_at) SELECT n, n, '53' || (1000000000 + n), area, substr(area, 1, 12), substr(area, 1, 9), s.name, "
        f"'general', 'none', '', '', {when} FROM place JOIN spelt AS s ON s.i = n * 7919 % {spelt}",
        "INSERT INTO member (household_id, township, village, group_code, name, given, pinyin, pinyin_alt, initials, "
        "initials_alt, sex, id_kind, id_no, person, relation, ethnicity, education, school, health, labour, phone, "
        "left_reason, is_head) SELECT n, substr(area, 1, 9), substr(area, 1, 12), area, s.name, s.given, s.pinyin, "
        "s.pinyin_alt, s.initials, s.initials_alt, '', 'id-card', '53342119' || (1000000000 + n * 3 + m.i), '', 'self', "
        "'', '', '', '', '', '', '', m.i = 0 FROM place "
        "CROSS JOIN (SELECT column1 AS i FROM (VALUES (0), (1), (2)) AS w) AS m "
        f"JOIN spelt AS s ON s.i = (n * 3 + m.i) * 7919 % {spelt}",
        'INSERT INTO tally (kind, area, state, n) SELECT kind, area, state, count(*) FROM "case" GROUP BY kind, area, state',
    ]
