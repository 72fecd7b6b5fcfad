"""What held before a plan: where no pack says it, the plan's own procedure without its dates is taken to have held.

A household has to be on the register before it can leave it, so practice and scenarios need a time before the plan.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.errors import NotFound
from states.packs import store
from states.packs.known import texts
from states.practice.days import at

_DATED = re.compile(r"^(planned|window) = \{.*$\n?", re.MULTILINE)
_PHASES = re.compile(r"^\[\[(?:phase|window|mark)\]\]\n(?:(?!\[).*\n?)*", re.MULTILINE)
_VALID = re.compile(r"^valid = \{.*$", re.MULTILINE)
_STEPS = re.compile(r"^\[\[?move\.", re.MULTILINE)


def provide(session: Session, area: str, day: date, since: date) -> None:
    """See to it that a pack holds at `area` from `since` to the day before the one that holds on `day`."""
    try:
        store.in_force(session, area, since)
        return
    except NotFound:
        plan = store.in_force(session, area, day)
    until = (plan.file.pack.valid.since or day) - timedelta(days=1)
    name = f"{plan.id}-foregoing"
    text = without_dates(texts(session)[plan.id], plan.id, name, since, until)
    store.install(session, texts(session) | {name: text}, at(since, 8))


def without_dates(text: str, pack_id: str, name: str, since: date, until: date) -> str:
    """The text of a pack under another name, valid in an earlier time, without planned days, windows and phases."""
    text = text.replace(f'id = "{pack_id}"', f'id = "{name}"', 1)
    text = _VALID.sub(f"valid = {{ from = {since}, until = {until} }}", text, count=1)
    begin = found.start() if (found := _STEPS.search(text)) else len(text)
    return _PHASES.sub("", text[:begin]) + _DATED.sub("", _PHASES.sub("", text[begin:]))
