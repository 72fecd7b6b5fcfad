"""Coordinates of households out of a list: in the system that the clerk states, with the rules of typed ones (XZ18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.errors import BadInput
from engine.words import N_
from states.households import Household
from states.import_lines import Line
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Ask, Asking, Checked, Kind
from states.intake.lines import OTHER_NAME, Lines
from states.places import locations
from states.places.coordinates import Point, read
from states.places.datums import DATUMS, to_wgs84
from states.places.locations import FAR, LISTED, Location, Measured
from states.places.nearness import outlying
from states.roles import Permission
from states.workbooks import Sheet

NO_DAY = N_("没有写采集日期；请在表里加“采集日期”一栏，或在上传时写明")
LATER = N_("日期不能晚于今天")
NO_REASON = N_("已有坐标，请写明更正的原因")
TOO_FAR = N_("离本村最近的一户也有%(km)s公里，请核对坐标；确属无误的，请在这一户的“位置”页登记")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a household stands as a list tells it."""

    home: Household
    measured: Measured


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Placed]:
    """Look a list of coordinates through, every point brought to WGS-84 and laid beside its village."""
    found = lines.read(sheet, form("coordinates"), asking.today)
    homes = lines.homes(session, found, asking)
    found.twice({row: home.id for row, home in homes.items()})
    present = locations.of_households(session, [one.id for one in homes.values()])
    told: dict[int, Placed] = {}
    same = 0
    for line in found.good:
        home = homes[line.row.number]
        measured = _measured(line, home, present.get(home.id), found, asking)
        if measured is not None and _stands(measured, present.get(home.id)):
            same += 1
        elif measured is not None:
            told[line.row.number] = Placed(home, measured)
    _look_for_slips(session, found, told)
    return found.checked(told, same)


def store(session: Session, items: Sequence[Placed], _intake: Intake, asking: Asking) -> int:
    """Record where the households stand; the ledger says in which system the list told it."""
    listed = [(one.home, one.measured) for one in items]
    return locations.locate_many(session, listed, {"datum": asking.stated["datum"]}, asking.by, asking.at)


def _measured(line: Line, home: Household, present: Location | None, found: Lines, asking: Asking) -> Measured | None:
    told, fine = line.values, len(found.problems)
    if told.get("head_name") and told["head_name"] != home.head_name:
        found.against(line, "head_name", "other-name", OTHER_NAME)
    point = _point(line, found, asking.stated["datum"])
    written = told.get("measured_on") or asking.stated.get("measured_on", "")
    if not written:
        found.against(line, "measured_on", "no-day", NO_DAY)
    elif written > asking.today.isoformat():
        found.against(line, "measured_on", "future", LATER)
    if point is None or len(found.problems) > fine:
        return None
    accuracy = int(told["accuracy"]) if told.get("accuracy") else None
    reason = told.get("reason") or asking.stated.get("reason", "")
    measured = Measured(point, date.fromisoformat(written), accuracy, LISTED, reason.strip())
    if present is not None and not measured.reason and not _stands(measured, present):
        found.against(line, "reason", "no-reason", NO_REASON)
        return None
    return measured


def _point(line: Line, found: Lines, datum: str) -> Point | None:
    """The point in WGS-84; what is written is held against the bounds of China first."""
    east, north = float(line.values["longitude"]), float(line.values["latitude"])
    try:
        read(f"{abs(east):.6f}", f"{abs(north):.6f}")
        right, up = to_wgs84(datum, east, north)
        return read(f"{right:.6f}", f"{up:.6f}")
    except BadInput as bad:
        for one in bad.problems:
            found.against(line, one.where, "no-place", one.reason)
        return None


def _stands(measured: Measured, present: Location | None) -> bool:
    return present is not None and (present.point, present.measured_on) == (measured.point, measured.measured_on)


def _look_for_slips(session: Session, found: Lines, told: dict[int, Placed]) -> None:
    """Add a problem to every point that lies apart from its village."""
    listed = {one.home.id for one in told.values()}
    by_row = {line.row.number: line for line in found.lines}
    for village in sorted({one.home.village for one in told.values()}):
        anchors = [p for home, p in locations.standing_points(session, village).items() if home not in listed]
        if (office := locations.of_office(session, village)) is not None:
            anchors.append(office.point)
        points = {row: one.measured.point for row, one in told.items() if one.home.village == village}
        for row, metres in outlying(points, anchors, FAR).items():
            found.against(by_row[row], "longitude", "far-away", TOO_FAR, km=f"{metres / 1000:.1f}")


COORDINATES: Kind[Placed] = Kind(
    "coordinates", N_("农户坐标"), N_("按户编号一行一户，经纬度写小数；统一换算成WGS-84保存，以前的坐标留在记录里"),
    Permission.IMPORT, lambda: form("coordinates").words, lambda: lines.blank(form("coordinates")), check, store,
    (
        Ask("datum", N_("坐标系"), DATUMS, must=True, hint=N_("问清楚是用什么采的；手机地图上读的是GCJ-02")),
        Ask("measured_on", N_("采集日期"), hint=N_("表里没有“采集日期”一栏的，写成2021-10-18这样"), form="day"),
        Ask("reason", N_("更正原因"), hint=N_("有的户已有坐标、表里没有“更正原因”一栏的，写明为什么改")),
    ),
)  # fmt: skip
