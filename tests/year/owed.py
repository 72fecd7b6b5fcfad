"""What the plan asks for by which day, and what of it raw rows show as undone: worked out apart from the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.year.county import COUNTY, NAMES
from tests.year.office import Office

ONE_DAY = timedelta(days=1)
NO_LEDGER = ("emergency", "police")
"""Departments that push warnings, but no policy ledger."""
BEGAN = date(2021, 12, 31)
PAPERS = {"scale_table": "scale_table", "quarterly_statistics": "help_statistics", "risk_report": "risk_report"}


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that is late: what, under which name the program should show it, and who owes it by when."""

    what: str
    key: tuple[str, str]
    role: str
    area: str
    due_on: date
    department: str = ""


def late(session: Session, office: Office) -> list[Owed]:
    """Every duty and warning that is late today."""
    today = office.today
    everything = [*_pushes(session, today), *_reports(session, office), *_ledgers(session, today)]
    return [one for one in (*everything, *_sweeps(session, office), *_leads(session, office)) if one.due_on < today]


def unknown(shown: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Duties that are not worked out here."""
    return {key for key in shown if key[1].split("/")[0] in ("help_check", "training")}


def _months(today: date) -> Iterator[date]:
    """The first day of each month of the plan that has begun."""
    for n in range(14):
        day = date(2022 + n // 12, n % 12 + 1, 1)
        if day <= today and day >= date(2022, 1, 1):
            yield day


def _quarters(today: date) -> Iterator[tuple[date, date, str]]:
    """First and last day and the name of each quarter that has begun."""
    for day in _months(today):
        if day.month % 3 == 1:
            last = date(day.year + day.month // 10, (day.month + 3 - 1) % 12 + 1, 1) - ONE_DAY
            yield day, last, f"{day.year}-Q{day.month // 3 + 1}"


def _pushes(session: Session, today: date) -> Iterator[Owed]:
    """二(二)1: by the 5th every department hands in the warnings of the month before."""
    done = set(session.execute(text("SELECT department, period FROM lead_push")).all())
    for day in _months(today):
        before = (day - ONE_DAY).strftime("%Y-%m")
        for one in NAMES["departments"]:
            if (one, before) not in done:
                ref = f"department_warnings/{day:%Y-%m}/{COUNTY}/{one}"
                yield Owed("duty 部门推送线索", ("duty", ref), "department", COUNTY, day.replace(day=5), one)


def _reports(session: Session, office: Office) -> Iterator[Owed]:
    """二(二): warning reports of the township by the 20th and the county by the 25th; the county's of each quarter."""
    rows = session.execute(text("SELECT document, area, vouches, issued_on FROM issued_paper")).all()
    told = {(row[0], row[1], _until(row[2])) for row in rows}
    for day in _months(office.today):
        last = (day + timedelta(days=31)).replace(day=1) - ONE_DAY
        offices = [(code, 20, "township") for code in office.county.places]
        for area, on, role in (*offices, (COUNTY, 25, "county")):
            if ("warning_report", area, last.isoformat()) not in told:
                ref = f"{role}_warning_report/{day:%Y-%m}/{area}"
                yield Owed("duty 线索核实报告", ("duty", ref), role, area, day.replace(day=on))
    for first, last, name in _quarters(office.today):
        for document, duty in PAPERS.items():
            covers = first - ONE_DAY if duty == "help_statistics" else last
            if covers < office.today and (document, COUNTY, covers.isoformat()) not in told:
                due_on = _workday(office, covers + ONE_DAY, 5)
                yield Owed(f"duty {duty}", ("duty", f"{duty}/{name}/{COUNTY}"), "county", COUNTY, due_on)


def _until(vouches: str) -> str:
    _, _, rest = vouches.partition('"until":"')
    return rest[:10]


def _workday(office: Office, day: date, n: int) -> date:
    """The n-th working day from a day on."""
    while True:
        n -= day in office.workdays
        if not n:
            return day
        day += ONE_DAY


def _ledgers(session: Session, today: date) -> Iterator[Owed]:
    """二(一)2: the departments' policy ledgers by the 25th of the quarter's last month."""
    done = set(session.execute(text("SELECT department, period FROM policy_ledger")).all())
    for _, last, name in _quarters(today):
        for one in NAMES["departments"]:
            if one not in NO_LEDGER and (one, name) not in done:
                ref = f"policy_ledger/{name}/{COUNTY}/{one}"
                yield Owed("duty 政策台账", ("duty", ref), "department", COUNTY, last.replace(day=25), one)


def _sweeps(session: Session, office: Office) -> Iterator[Owed]:
    """二(一): each village's households are all visited by the end of the quarter."""
    query = (
        "SELECT s.quarter, substr(h.area, 1, 12), count(*) FROM sweep_house h JOIN sweep s ON s.id = h.sweep_id"
        " WHERE h.found IN ('nothing', 'changes', 'lead', 'visit') GROUP BY s.quarter, substr(h.area, 1, 12)"
    )
    visited = {(row[0], row[1]): row[2] for row in session.execute(text(query))}
    roster = "SELECT s.quarter, substr(h.area, 1, 12), count(*) FROM sweep_house h JOIN sweep s ON s.id = h.sweep_id"
    wanted = {(row[0], row[1]): row[2] for row in session.execute(text(f"{roster} GROUP BY 1, 2"))}
    for _, last, name in _quarters(office.today):
        for village in office.county.village_names:
            key = name.replace("-", ""), village
            if key not in wanted or visited.get(key, 0) < wanted[key]:
                yield Owed("duty 排查", ("duty", f"quarter_sweep/{name}/{village}"), "village", village, last)


def _leads(session: Session, office: Office) -> Iterator[Owed]:
    """The general procedure: five working days from the report to the visit."""
    query = (
        'SELECT l.id, l.area, l.received_on FROM lead l JOIN "case" c ON c.id = l.case_id'
        " WHERE c.state = 'received' AND l.visit_by IS NULL AND l.merged_into IS NULL"
    )
    for number, area, received in session.execute(text(query)):
        due_on = _workday(office, date.fromisoformat(str(received)) + ONE_DAY, 5)
        yield Owed("lead 入户", ("lead-visit", str(number)), "village", area[:12], due_on)
