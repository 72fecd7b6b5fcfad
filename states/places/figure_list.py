"""What villages and groups declare of themselves, out of a list instead of typed one by one (HT09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.areas import within
from engine.words import N_
from states.import_lines import Line
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Ask, Asking, Checked, Kind
from states.intake.lines import Lines
from states.places.figures import LEVELS, NAMES, declare, declared
from states.regions import Region
from states.roles import Permission
from states.workbooks import Sheet

NO_PLACE = N_("您的辖区里没有这个村或组；请写区划代码，或把行政村、村民小组写完整")
SEVERAL = N_("您的辖区里有%(n)d个同名的村或组，请写区划代码")
NO_YEAR = N_("没有写年度；请在上传时写明，或在表里加“年度”一栏")
WRONG_YEAR = N_("年度不对")
NO_FIGURES = N_("这一行没有填任何数")
NO_REASON = N_("已有申报数，请写明更正的原因")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a place declares for a year."""

    place: str
    year: int
    values: Mapping[str, int]
    reason: str


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Declared]:
    """Look a list of figures through; a place whose figures all stand already is not taken again."""
    found = lines.read(sheet, form("figures"), asking.today)
    places = _places(session, asking)
    told = {}
    for line in found.good:
        if (one := _declared(line, places, found, asking)) is not None:
            told[line.row.number] = one
    found.twice({row: (one.place, one.year) for row, one in told.items()})
    before = {year: declared(session, asking.by.area, year) for year in {one.year for one in told.values()}}
    new = {}
    for line in found.good:
        one = told[line.row.number]
        standing = before[one.year].get(one.place, {})
        changed = {name for name, value in one.values.items() if standing.get(name) != value}
        if changed & standing.keys() and not one.reason:
            found.against(line, "reason", "no-reason", NO_REASON)
        elif changed:
            new[line.row.number] = one
    return found.checked(new, len(found.good) - len(new))


def store(session: Session, items: Sequence[Declared], _intake: Intake, asking: Asking) -> int:
    """Record what the places declare; answer how many figures changed."""
    return sum(
        declare(session, session.get_one(Region, one.place), one.year, one.values, one.reason, asking.by, asking.at)
        for one in items
    )


def _declared(line: Line, places: Mapping[tuple[str, str], list[str]], found: Lines, asking: Asking) -> Declared | None:
    told, fine = line.values, len(found.problems)
    key = (told["code"], "") if told.get("code") else (told.get("village", ""), told.get("group", ""))
    codes = places.get(key, [])
    if len(codes) != 1:
        name = next((one for one in ("code", "group", "village") if told.get(one)), "village")
        found.against(line, name, "no-place", SEVERAL if codes else NO_PLACE, n=len(codes))
    year = told.get("year") or asking.stated.get("year", "").strip()
    if not year:
        found.against(line, "year", "no-year", NO_YEAR)
    elif not year.isdigit() or not 2000 <= int(year) <= asking.today.year:
        found.against(line, "year", "wrong-year", WRONG_YEAR)
    values = {name: int(told[name]) for name in NAMES if told.get(name)}
    if not values:
        found.against(line, "households", "no-figures", NO_FIGURES)
    if len(found.problems) > fine:
        return None
    return Declared(codes[0], int(year), values, (told.get("reason") or asking.stated.get("reason", "")).strip())


def _places(session: Session, asking: Asking) -> Mapping[tuple[str, str], list[str]]:
    """The villages and groups of the actor's area: by code alone, and by the names of village and group."""
    here = select(Region.code, Region.name).where(Region.level.in_(LEVELS), Region.abolished_on.is_(None))
    names = {row.code: row.name for row in session.execute(here.where(within(Region.code, asking.by.area)))}
    found: dict[tuple[str, str], list[str]] = {}
    for code, name in names.items():
        village = names.get(code[:12], "")
        keys = {(code, ""), (village, name) if len(code) == 14 else (name, "")}
        for key in keys | ({("", name)} if len(code) == 14 else set()):
            found.setdefault(key, []).append(code)
    return found


FIGURES: Kind[Declared] = Kind(
    "figures", N_("村组申报数"), N_("一行一个村或一个组，户数、人口等按年度填写；组数自动合计到村"),
    Permission.IMPORT, lambda: form("figures").words, lambda: lines.blank(form("figures")), check, store,
    (
        Ask("year", N_("年度"), hint=N_("表里没有“年度”一栏的，写成2021这样"), form="year"),
        Ask("reason", N_("更正原因"), hint=N_("改动以前申报过的数，要写明原因")),
    ),
)  # fmt: skip
