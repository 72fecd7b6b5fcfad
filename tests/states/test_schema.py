# ruff: noqa: E501 - a statement reads best in one piece
"""The tables: what the revisions build is what the program maps, and going up twice changes nothing."""

from alembic import command

from engine.db import WRITES, connect
from states import schema

NOW = "'2021-10-20T01:00:00.000000Z'"
OLD_FINDING = (
    "INSERT INTO region (code, level, name, phone, address, contact_hours) VALUES ('53', 'province', '云南省', '', '', '')",
    'INSERT INTO "case" (id, kind, definition, area, state, version, sequence, head, opened_at) '
    f"VALUES (1, 'household', 'd', '53', 'candidate', 1, 1, '', {NOW}), (2, 'finding', 'd', '53', 'open', 1, 1, '', {NOW})",
    "INSERT INTO household (id, case_id, number, township, village, group_code, head_name, kind, category, phone, address, created_at) "
    f"VALUES (1, 1, 'H1', '53', '53', '53', '和志明', 'general', 'none', '', '', {NOW})",
    "INSERT INTO quality_round (id, area, edition, as_of, begun_at, begun_by, begun_by_name, reached, households, members, "
    f"found, opened, reopened, closed, unproved, waived) VALUES (1, '53', 'e', '2021-10-20', {NOW}, 'u1', '刘芳', 1, "
    "1, 1, 1, 1, 0, 0, 0, 0)",
    "INSERT INTO finding (id, case_id, rule, severity, household_id, subject, other, area, facts, sign, found_on, "
    "first_round, seen_round, proof, waived_reason, waived_by, waived_by_name) "
    "VALUES (1, 2, '2_01_001', 2, 1, 'h1', '', '53', '{}', '', '2021-10-20', 1, 1, 'document', '', '', '')",
    "INSERT INTO finding_claim (finding_id, area, proof, document, said, claimed_by, claimed_by_name, claimed_at) "
    f"VALUES (1, '53', 'document', '户口簿', '已改', 'v1', '和秀兰', {NOW})",
)
"""A finding with a claim, as the tables were before villages could have one."""


def test_no_revision_was_forgotten(db):
    assert schema.differences(db) == []


def test_a_database_goes_up_twice_without_harm(db):
    schema.upgrade(db)
    assert schema.current(db) == schema.head()


def test_findings_and_their_claims_outlive_the_revision_that_lets_a_finding_have_no_household(tmp_path):
    db = connect(f"sqlite:///{tmp_path}/old.sqlite")
    with db.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
    with db.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for statement in OLD_FINDING:
            connection.exec_driver_sql(statement)

    schema.upgrade(db)

    assert schema.differences(db) == []
    with db.connect() as connection:
        told = connection.exec_driver_sql(
            "SELECT finding.household_id, said FROM finding JOIN finding_claim ON finding_id = finding.id"
        ).all()
        assert told == [(1, "已改")]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    db.dispose()
