"""What a village or township notice says, read from the list that was drawn up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.book import Book
from engine.evidence import Exhibit
from engine.runs import DONE, Step
from publicity.documents.lists import ELIMINATION, ENTRY
from publicity.offices import bureau_of, government_of
from states import regions
from states.notice_lines import NoticeLine, lines_of
from states.notices import PLACES, Notice
from states.packs import store

DOCUMENTS = {"village": "village_notice", "township": "township_notice", "county": "county_notice"}
RESULT = "result_announcement"
LEAVING = ("eliminate", "strike_off", "clear_out", "decline")
"""The ways that lead off the list; all others lead onto it."""
CHECKED, CHECK = "spot_check", "抽查核实"
COMMON, OBJECTS = "监测对象", "防止返贫监测对象"
ENTRY_WAY, NO_CATEGORY = "identify", "未认定"
NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
OF_WHICH = re.compile(r"^[^：]*：|（一般程序）")
"""What of a step's title belongs to its plan: the phase before it, and where it was taken from."""


def notice_values(
    session: Session, book: Book, notice: Notice, public_url: str, *, masked: bool = False
) -> tuple[str, dict[str, Any]]:
    """The document that a notice is printed as, and its values.

    `public_url` is the address to which the code on the paper leads; `masked` makes the copy for the web.
    """
    lines = lines_of(session, notice)
    across = notice.level != "village" or notice.is_announcement
    wide = notice.level == "county" and not notice.is_announcement
    place = regions.names(session, [notice.area]).get(notice.area, "")
    values: dict[str, Any] = {
        "number": notice.number,
        "edition": notice.edition,
        "title": _title(notice, place, lines),
        "place": place,
        **named(session, notice.definition, lines),
        "steps": _steps_before(session, book, notice, lines),
        "entering": [entering(line, across, wide=wide) for line in lines if line.way not in LEAVING],
        "leaving": [leaving(line, across, wide=wide) for line in lines if line.way in LEAVING],
        "masked": masked,
        "posting": _posting(notice),
        "places": _places(session, notice),
        "contacts": [
            {
                "office": notice.issuer,
                "telephone": notice.phone,
                "address": notice.address,
                "hours": notice.hours,
            }
        ],
        "public_url": public_url,
        "issuer": notice.issuer,
        "issued_on": min(notice.planned_on, notice.first_on).isoformat(),
    }
    if notice.is_announcement:
        return RESULT, values | _decided(session, lines)
    if notice.level == "county":
        values["decided_by"] = bureau_of(session, notice.area)
    elif across:
        values |= _checked(session, lines)
        values["reports_to"] = bureau_of(session, notice.area) + "审定"
    else:
        values["reports_to"] = government_of(session, notice.area)
        if appraised := _appraised_on(session, lines):
            values["appraised_on"] = appraised.isoformat()
    return DOCUMENTS[notice.level], values


def basis_of(session: Session, digest: str) -> str:
    """The document that a paper rests on, as its pack names it."""
    pack = store.of_digest(session, digest).file.pack
    return pack.document or pack.title + "有关规定"


def named(session: Session, digest: str, lines: Sequence[NoticeLine]) -> dict[str, Any]:
    """What the paper rests on, and what its plan calls those who are on the list and those who leave it."""
    word = store.of_digest(session, digest).file.words.get("monitored", COMMON)
    told: dict[str, Any] = {"basis": basis_of(session, digest)}
    told |= {"objects": word} if word != COMMON else {}
    into = [line for line in lines if line.way not in LEAVING]
    for name, some, usual in (
        ("entering_as", into, ENTRY),
        ("leaving_as", [line for line in lines if line.way in LEAVING], ELIMINATION),
    ):
        acts = dict.fromkeys(_act(line) for line in some)
        told |= {name: "、".join(sorted(acts, key=usual.__ne__))} if set(acts) - {usual} else {}
    return told | ({"category_as": "事项"} if into and not any(map(_is_categorised, into)) else {})


def _act(line: NoticeLine) -> str:
    """What is done to a household, as a title says it."""
    if line.way == ENTRY_WAY:
        return ENTRY
    return ELIMINATION if line.way == LEAVING[0] else str(line.shown["label"]).removeprefix("风险")


def entering(line: NoticeLine, across: bool, *, wide: bool = False) -> dict[str, Any]:
    """A household that is to be taken in, or was; where its plan knows no categories, what is done instead."""
    said = line.shown["category"] if _is_categorised(line) else line.shown["label"]
    return _household(line, across, wide) | {"category": said, "act": _act(line)}


def _is_categorised(line: NoticeLine) -> bool:
    return line.shown["category"] not in ("", NO_CATEGORY)


def leaving(line: NoticeLine, across: bool, *, wide: bool = False) -> dict[str, Any]:
    """A household whose risk is to be marked as eliminated, or was."""
    return _household(line, across, wide) | {"mode": line.shown["mode"] or line.shown["label"], "act": _act(line)}


def _household(line: NoticeLine, across: bool, wide: bool) -> dict[str, Any]:
    names = ("township",) * wide + ("village",) * across + ("group", "head", "persons")
    return {name: line.shown[name] for name in names}


def _title(notice: Notice, place: str, lines: Sequence[NoticeLine]) -> list[str]:
    """The title that somebody wrote; none when it is the one given by itself, as the document has a better one."""
    acts = {line.shown["label"] for line in lines}
    given = notice.title.removeprefix(place).removesuffix("名单公示").removesuffix("名单公告")
    return [] if set(given.split("、")) >= acts else [notice.title]


def _posting(notice: Notice) -> dict[str, Any]:
    terms = notice.terms
    unit, days = "日", terms.duration.n + notice.extended
    if terms.duration.unit == "workdays":
        unit = "工作日"
    elif terms.duration.unit == "months":
        days = (notice.last_on - notice.first_on).days + 1
    starts, ends = notice.first_on.isoformat(), notice.last_on.isoformat()
    return {"starts_on": starts, "ends_on": ends, "days": days, "unit": unit}


def _places(session: Session, notice: Notice) -> list[str]:
    words = store.of_digest(session, notice.definition).file.places
    return [words.get(place, PLACES.get(place, place)) for place in notice.places]


def _steps_before(session: Session, book: Book, notice: Notice, lines: Sequence[NoticeLine]) -> list[str]:
    """What every household on the list has been through on the way to this step, in the order of the procedure."""
    runs = [line.run_id for line in lines]
    query = select(Step.name).where(Step.run_id.in_(runs), Step.status == DONE)
    counted = session.execute(query.add_columns(func.count()).group_by(Step.name))
    everybody = {row[0] for row in counted if row[1] == len(runs)}
    definition = book.definition(session, notice.definition)
    for move in dict.fromkeys(line.shown["move"] for line in lines):
        if procedure := definition.by_name[move].procedure:
            before = [spec for spec in procedure.ordered if notice.step in procedure.descendants[spec.name]]
            return [in_prose(spec.title) for spec in before if spec.name in everybody][:12]
    return []


def in_prose(title: str) -> str:
    """A step's title as a sentence takes it: without the number and the phase that it has in its plan."""
    return OF_WHICH.sub("", NUMBERED.sub("", title))


def _checked(session: Session, lines: Sequence[NoticeLine]) -> dict[str, Any]:
    """That every household on the list was checked on the spot, if it was: a paper says nothing that is yet to come."""
    runs = [line.run_id for line in lines]
    query = select(func.count(Exhibit.run_id.distinct())).where(Exhibit.run_id.in_(runs), Exhibit.kind == CHECKED)
    done = session.scalar(query.where(Exhibit.superseded.is_(False)))
    return {"checked": CHECK} if done == len(runs) else {}


def _decided(session: Session, lines: Sequence[NoticeLine]) -> dict[str, Any]:
    """The day of the decision, when there was one and it was the same for all."""
    return {"decided_on": day.isoformat()} if (day := _day_of(session, lines, "decision")) else {}


def _appraised_on(session: Session, lines: Sequence[NoticeLine]) -> date | None:
    """The day of the appraisal, when it was the same for all."""
    return _day_of(session, lines, "minutes")


def _day_of(session: Session, lines: Sequence[NoticeLine], kind: str) -> date | None:
    runs = [line.run_id for line in lines]
    query = select(Exhibit.happened_on).where(Exhibit.run_id.in_(runs), Exhibit.kind == kind)
    days = set(session.scalars(query.where(Exhibit.superseded.is_(False)).distinct()))
    return days.pop() if len(days) == 1 else None
