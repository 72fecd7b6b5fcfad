"""What the collection form of a place's yearly sheet says: last year's answers, and room for what is different."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from publicity.offices import office_at
from states import region_desk
from states.drafting import issuer_of
from states.places import sheet_kinds, teams, village_sheets
from states.places.sheet_kinds import TEAM, YES_NO
from states.places.teams import TeamMember


def sheet_values(session: Session, kind: str, place: str, year: int, on: date, by: Actor) -> tuple[str, dict[str, Any]]:
    """The form of a kind for a place and year; raises `NotFound` outside the actor's area."""
    found, where = sheet_kinds.find(kind), region_desk.own(session, place, by)
    office = office_at(session, where.code)
    stands = next((one for one in village_sheets.of_village(session, place, year, kind) if one.verified_at), None)
    last = stands or village_sheets.before(session, place, year, kind)
    told = last.told if last else {}
    parts: dict[str, list[dict[str, Any]]] = {}
    for name, fact in sheet_kinds.asked(kind).items():
        choices = [str(one) for one in YES_NO.values()] if fact.type == "yes-no" else []
        row = {"label": fact.label, "recorded": fact.told(told.get(name, "")), "choices": choices}
        parts.setdefault(fact.section, []).append(row)
    return "place_sheet", {
        "number": f"NB-{year}-{place}-{kind[:3].upper()}",
        "addressee": issuer_of(office),
        "title": f"{where.name}{year}年度{found.title}采集表",
        "place": where.name,
        "recorded_year": last.year if last else None,
        "parts": [{"title": title, "facts": facts} for title, facts in parts.items()],
        "team": _team(teams.of_village(session, place, year)) if kind == TEAM else [],
        "is_team": kind == TEAM,
        "made_on": on.isoformat(),
    }


def _team(members: Sequence[TeamMember]) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "unit": one.unit,
            "post": str(one.post_title),
            "since": one.since.isoformat(),
            "until": one.until.isoformat() if one.until else None,
        }
        for one in members
    ]
