"""What rules know of a village: what it declares, its verified sheet, and what the register counts (HT09)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from engine.areas import LAST, within
from states.households import Household
from states.places.figures import NAMES, Figure
from states.places.village_sheets import facts, verified
from states.quality.details import YES_NO, parsed
from states.quality.fields import Field, loaded
from states.quality.snapshot import Village
from states.regions import Region, open_on

A_LOT = 50
"""Villages looked at in one transaction."""
LAND = {"land": ("farmland", NAMES["land"])}
LAND |= {name: (fact.of_household, fact.label) for name, fact in facts().items() if fact.kind == "land"}
"""Each kind of land with the fact of the household forms whose sum a village cannot fall below, and its label."""


def lot(session: Session, area: str, as_of: date, after: str, size: int = A_LOT) -> list[Village]:
    """The next villages of an area by their codes, with all that is known of them; none inside a village's group."""
    if len(area) > 12:
        return []
    query = select(Region.code, Region.name).where(Region.level == "village", within(Region.code, area), open_on(as_of))
    rows = session.execute(query.where(Region.code > after).order_by(Region.code).limit(size)).all()
    found = {code: Village(code, name, as_of, {}, {}) for code, name in rows}
    if found:
        _declared(session, found, as_of.year)
        for code, told in verified(session, found, as_of.year).items():
            found[code].facts = {**found[code].facts, **told}
        known = {code: one for code, one in found.items() if one.facts or one.loaded}
        for one in known.values():
            one.loaded["collected"] = "yes"
        _registered(session, known)
    return list(found.values())


def _declared(session: Session, found: dict[str, Village], year: int) -> None:
    """This year's figures, or last year's where there are none yet: the village's own and the sums of its groups."""
    query = select(Figure.place, Figure.year, Figure.name, Figure.value)
    query = query.where(_among(Figure.place, found), Figure.superseded.is_(False))
    told: dict[tuple[str, int], Counter[str]] = {}
    for place, of_year, name, value in session.execute(query.where(Figure.year.between(year - 1, year))):
        key = name if len(place) == 12 else f"groups_{name}"
        if place[:12] in found:
            told.setdefault((place[:12], of_year), Counter())[key] += value
    for (code, _year), values in sorted(told.items()):
        own = {name: Decimal(value) for name, value in values.items() if not name.startswith("groups_")}
        sums = {name: Decimal(value) for name, value in values.items() if name.startswith("groups_")}
        found[code].facts, found[code].loaded = own, sums


def _registered(session: Session, known: dict[str, Village]) -> None:
    """What the register counts: the households, and the land that they tell of."""
    if not known:
        return
    here = _among(Household.group_code, known)
    for code, n in session.execute(select(Household.village, func.count()).where(here).group_by(Household.village)):
        if code in known:
            known[code].loaded["registered"] = Decimal(n)
    told = select(Household.village, Household.details).where(here, Household.details != "{}")
    for code, details in session.execute(told):
        if code in known:
            _add(known[code].loaded, parsed(details))


def _add(sums: dict[str, Any], details: Mapping[str, Any]) -> None:
    for name, (of_household, _label) in LAND.items():
        if (area := details.get(of_household)) is not None:
            sums[f"{name}_of_households"] = sums.get(f"{name}_of_households", Decimal(0)) + area


def _among(column: Any, codes: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a place lies between the first and the last of these; others in between are left out later."""
    ordered = sorted(codes)
    return and_(column >= ordered[0], column < ordered[-1] + LAST)


def missing(village: Village) -> str:
    """The facilities that nobody counted, in the words of the sheet."""
    return "、".join(one.label for name, one in facts().items() if one.kind == "facility" and name not in village.facts)


def _told(name: str) -> Callable[[Village], Any]:
    return lambda village: village.facts.get(name)


def _numbers(labels: Mapping[str, str]) -> Sequence[Field]:
    return [Field(name, "village", label, "number", _told(name)) for name, label in labels.items()]


FIELDS: tuple[Field, ...] = (
    Field("village_name", "village", "村", "text", attrgetter("name")),
    loaded("collected", "village", "申报或采集过村基本情况", "code", YES_NO),
    *_numbers(NAMES),
    *_numbers({name: fact.label for name, fact in facts().items()}),
    Field("missing", "village", "没有填的设施", "text", missing),
    loaded("registered", "village", "登记户数", "number"),
    *(loaded(f"groups_{name}", "village", f"各小组合计{label}", "number") for name, label in NAMES.items()),
    *(loaded(f"{name}_of_households", "village", f"各户合计{label}", "number") for name, (_of, label) in LAND.items()),
)  # fmt: skip
