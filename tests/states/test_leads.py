# ruff: noqa: E501 - a statement reads best in one piece
"""One open lead for each household: those of before are merged and nothing is lost; what is due is told in few statements."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import event, select

from engine.actors import Actor
from engine.cases import Case
from engine.db import WRITES, connect, work
from engine.errors import BadInput
from engine.verify import verify
from states import schema
from states.book import open_book
from states.leads import answering, due, following, push, pushing, receiving
from states.leads.lead import Lead
from states.leads.receiving import Tip
from states.leads.report import Report
from states.packs.store import install_shipped
from tests.states.test_help import AT, OFFICER, TODAY, VILLAGE, make

BOOK = open_book()
NOW = "'2021-10-20T01:00:00.000000Z'"
AREA, GROUP = "533401102201", "53340110220101"
BEFORE = (
    "INSERT INTO region (code, level, name, phone, address, contact_hours) VALUES "
    f"('533401102', 'township', '小中甸镇', '', '', ''), ('{AREA}', 'village', '和平村', '', '', ''), ('{GROUP}', 'group', '一组', '', '', '')",
    'INSERT INTO "case" (id, kind, definition, area, state, version, sequence, head, opened_at) VALUES '
    f"(1, 'household', 'd', '{GROUP}', 'candidate', 1, 1, '', {NOW}), (2, 'lead', 'lead-1', '{GROUP}', 'received', 1, 1, '', {NOW}), "
    f"(3, 'lead', 'lead-1', '{GROUP}', 'analysed', 1, 1, '', {NOW}), (4, 'lead', 'lead-1', '{GROUP}', 'closed', 1, 1, '', {NOW}), "
    f"(5, 'lead', 'lead-1', '{GROUP}', 'received', 1, 1, '', {NOW})",
    "INSERT INTO household (id, case_id, number, township, village, group_code, head_name, kind, category, phone, address, created_at) "
    f"VALUES (1, 1, 'H1', '533401102', '{AREA}', '{GROUP}', '和志明', 'general', 'none', '', '', {NOW})",
    "INSERT INTO lead (id, case_id, area, name, household_id, source, received_on, analysis, visited_on, analysed_by, reason, told) VALUES "
    f"(1, 2, '{GROUP}', '和志明', 1, 'app', '2021-10-01', '', NULL, '', '', ''), "
    f"(2, 3, '{GROUP}', '和志明', 1, 'department', '2021-10-05', '户主住院', '2021-10-06', 'v1', '', ''), "
    f"(3, 4, '{GROUP}', '和志明', 1, 'petition', '2021-09-01', '不属实', NULL, 'v1', '不属实的', '当面'), "
    f"(4, 5, '{GROUP}', '木文海', NULL, 'app', '2021-10-02', '', NULL, '', '', '')",
    "INSERT INTO lead_report (id, lead_id, received_on, text, by, by_name, at) VALUES "
    f"(1, 1, '2021-10-01', '申请', 'v1', '和秀兰', {NOW}), (2, 1, '2021-10-03', '又申请', 'v1', '和秀兰', {NOW}), "
    f"(3, 2, '2021-10-05', '住院', 'v1', '和秀兰', {NOW}), (4, 3, '2021-09-01', '有车', 'v1', '和秀兰', {NOW}), (5, 4, '2021-10-02', '受灾', 'v1', '和秀兰', {NOW})",
)
"""A household with two open leads and a closed one, and a name with one, as the tables were before."""


def test_leads_of_before_become_one_for_each_household_and_every_report_stays(tmp_path):
    db = connect(f"sqlite:///{tmp_path}/old.sqlite")
    with db.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0026")
    with db.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for statement in BEFORE:
            connection.exec_driver_sql(statement)

    schema.upgrade(db)

    with work(db) as session:
        told = {one.id: (one.lead_id, one.source, one.text) for one in session.scalars(select(Report))}
        assert told == {
            1: (2, "app", "申请"), 2: (2, "app", "又申请"), 3: (2, "department", "住院"), 4: (3, "petition", "有车"),
            5: (4, "app", "受灾"),
        }  # fmt: skip
        leads = {one.id: one for one in session.scalars(select(Lead))}
        assert {number: one.merged_into for number, one in leads.items()} == {1: 2, 2: None, 3: None, 4: None}
        assert (leads[2].received_on, leads[2].analysis) == (date(2021, 10, 1), "户主住院")
    at, officer = datetime(2021, 10, 20, 2, tzinfo=UTC), Actor("t1", "李建华", "township", "533401102")
    with work(db) as session:
        lead = session.get_one(Lead, 2)
        answering.answer(session, lead, "电话告知核实结果", date(2021, 10, 20), by=officer, at=at)
        following.close(session, BOOK, lead, "没有返贫风险", "当面告知", "no-risk", by=officer, at=at)
    with work(db) as session:
        states = dict(session.execute(select(Case.id, Case.state).where(Case.kind == "lead")).all())
        assert states == {2: "merged", 3: "closed", 4: "closed", 5: "received"}
    db.dispose()


@pytest.fixture
def homes(session):
    install_shipped(session, AT)
    return make(session, ("full",), ("full",), ("full",))


def _reported(session, home, source="department", on=TODAY):
    tip = Tip(source, on, "住院自付费用较大", number=home.number)
    return receiving.receive(session, tip, by=OFFICER, at=AT)[0]


def _asked(session, act):
    asked = []
    note = lambda *row: asked.append(row[2])  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", note)
    try:
        return act(), len(asked)
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", note)


def test_what_is_due_is_told_in_as_many_statements_for_many_leads_as_for_one(session, homes):
    one = homes[0]
    _reported(session, one, "hotline")
    found, few = _asked(session, lambda: due.due(session, VILLAGE, TODAY, date.max))
    assert {told.kind for told in found} == {due.VISIT, due.ANSWER}
    for home in homes[1:]:
        _reported(session, home, "app")

    found, many = _asked(session, lambda: due.due(session, VILLAGE, TODAY, date.max))

    assert len(found) == 6
    assert many == few


def test_a_report_of_another_source_joins_and_the_ledger_holds(session, homes):
    first = _reported(session, homes[0])
    second = _reported(session, homes[0], "app", date(2021, 9, 1))

    assert (first.id, second.received_on) == (second.id, date(2021, 9, 1))
    assert not verify(session).faults


def test_a_department_pushes_and_sees_its_own_only(session, homes):
    health = Actor("dept-1", "周文", "department", VILLAGE[:6], "medical-insurance")
    welfare = Actor("dept-2", "孙丽", "department", VILLAGE[:6], "civil-affairs")
    tip = Tip("department", TODAY, "住院自付费用较大", VILLAGE[:12], homes[0].head_name)
    pushing.push(session, tip, by=health, at=AT)
    pushing.push(session, Tip("low-income", TODAY, "申请低保", VILLAGE[:12], homes[0].head_name), by=welfare, at=AT)

    assert [one.report.text for one in pushing.own(session, health)[0]] == ["住院自付费用较大"]
    assert [one.report.text for one in pushing.own(session, welfare)[0]] == ["申请低保"]
    assert push.hand_in(session, f"{TODAY:%Y-%m}", by=health, at=AT).count == 1
    with pytest.raises(BadInput):
        pushing.push(session, Tip("low-income", TODAY, "申请低保", VILLAGE[:12], "木文海"), by=health, at=AT)
