"""What happened to a notice, day by day, from its ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.ledger import Entry, history
from states.notice_lines import lines_of
from states.notices import Notice
from web.words import day
from web.words import say as _

MOST = 200


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, by whom and when."""

    at: datetime
    by: str
    text: str


def told(db: Session, notice: Notice, places: Mapping[str, str]) -> list[Event]:
    """The events of a notice, the first one first; those that say nothing to a reader are left out."""
    entries = reversed(history(db, notice.case_id, limit=MOST))
    return [Event(one.at, one.actor_name, said) for one in entries if (said := _said(one, places))]


def difference(db: Session, notice: Notice, editions: list[Notice]) -> list[str]:
    """What this edition says otherwise than the one before; empty for a first one."""
    before = next((one for one in editions if one.id == notice.supersedes), None)
    if before is None:
        return []
    here, there = ({line.case_id: line for line in lines_of(db, one)} for one in (notice, before))
    gone = {line.case_id: line for line in lines_of(db, before, removed=True)}
    gone = {case: line for case, line in gone.items() if case not in here}
    said = [_("去掉“%(head)s”户：%(reason)s", head=one.shown["head"], reason=one.reason) for one in gone.values()]
    said += [_("增加“%(head)s”户", head=one.shown["head"]) for case, one in here.items() if case not in there]
    if notice.planned_on != before.planned_on:
        said.append(_("计划张贴日由%(old)s改为%(new)s", old=day(before.planned_on), new=day(notice.planned_on)))
    if notice.last_on != before.last_on:
        said.append(_("截止日由%(old)s改为%(new)s", old=day(before.last_on), new=day(notice.last_on)))
    return said


def _said(entry: Entry, places: Mapping[str, str]) -> str:
    facts = entry.told
    sentence = SENTENCES.get(entry.kind)
    place = facts.get("place", "")
    return sentence(_with_days(facts) | {"place": places.get(place, place)}) if sentence else ""


def _drafted(facts: dict[str, Any]) -> str:
    return (
        _("起草第%(n)s版", n=facts["edition"]) if "edition" in facts else _("起草，名单%(n)s户", n=len(facts["cases"]))
    )


def _passed_on(facts: dict[str, Any]) -> str:
    return _("办结：%(moved)s户进入下一步，%(held)s户暂缓", moved=len(facts["moved"]), held=len(facts["held"]))


def _with_days(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with their days as people read them."""
    return facts | {name: day(date.fromisoformat(facts[name])) for name in DAYS if facts.get(name)}


DAYS = ("on", "from", "until", "last_on", "planned_on")
SENTENCES: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "drafted": _drafted,
    "printed": lambda f: _("印制第%(edition)s版，印的截止日是%(last_on)s", **f),
    "replanned": lambda f: _("张贴日改为%(planned_on)s：%(reason)s", **f),
    "line-removed": lambda f: _("去掉一户：%(reason)s", **f),
    "hung": lambda f: _("%(on)s张贴：%(place)s", **f),
    "counting": lambda f: _("规定地点全部张贴，公示期%(from)s至%(until)s", **f),
    "came-down": lambda f: _("%(on)s中断：%(reason)s", **f),
    "extended": lambda f: _("公示期延长到%(until)s：%(reason)s", **f),
    "calendar-amended": lambda f: _("按%(document)s，截止日改为%(until)s", **f),
    "corrected": lambda f: _("贴出更正通知，截止日%(until)s", **f),
    "passed-on": _passed_on,
    "taken-down": lambda f: _("%(on)s取下：%(place)s", **f),
}
