"""An invented county whose plan asks for reports that clerks record, for tests of deadlines and reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from engine.actors import Actor
from states.packs.loader import shipped
from states.packs.store import install
from states.regions import region

CITY, COUNTY, TOWNSHIP, VILLAGE = "5399", "539901", "539901001", "539901001201"
PLAN = f"""
[pack]
id = "reports-2021"
title = "云岭县2021年方案"
extends = "national-2021"
places = ["{CITY}"]
valid = {{ from = 2021-01-01, until = 2022-12-31 }}

[income]
line = 6000

[reminder]
before = [3, 1, 0]
every = 2
escalate = 3

[[duty]]
name = "monthly"
title = "报送线索核实情况"
by = "township"
to = "县乡村振兴局"
every = "month"
when = {{ day = 5 }}

[[duty]]
name = "pushed"
title = "推送政策台账"
by = "department"
every = "quarter"
when = {{ day = 25, last_month = true }}
departments = ["education", "police"]

[[duty]]
name = "after_quarter"
title = "报送季度情况"
by = "county"
every = "quarter"
when = {{ workdays = 5, after_end = true }}

[[duty]]
name = "walked"
title = "摸底排查"
by = "village"
every = "quarter"
when = {{ day = 31, last_month = true }}
"""
CLERK = Actor("t1", "李建华", "township", TOWNSHIP)
LEADER = Actor("l1", "和丽芳", "township_leader", TOWNSHIP)
OFFICER = Actor("c1", "杨文", "county", COUNTY)
VILLAGER = Actor("v1", "和秀兰", "village", VILLAGE)
TEACHER = Actor("d1", "木春", "department", COUNTY, "education")
POLICE = Actor("d2", "阿成", "department", COUNTY, "police")


def found(session: Session, text: str = PLAN) -> None:
    """The places and the plan."""
    names = {"53": "云南省", CITY: "云岭市", COUNTY: "云岭县", TOWNSHIP: "云岭镇", VILLAGE: "上村"}
    for code, name in names.items():
        session.add(region(code, name))
        session.flush()
    install(session, shipped() | {"reports-2021": text}, on(date(2021, 1, 4)))


def on(day: date, hour: int = 9) -> datetime:
    """An hour of an office day."""
    return datetime.combine(day, time(hour - 8), UTC)
