"""The papers of a whole village by name: each with its title, and what it says of the village for a period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.words import N_
from publicity import key_facts, meetings, natural, yearly_income
from states.awaited import awaited
from states.changes.ledgers import DECREASE, INCREASE, Period

Told = tuple[str, dict[str, Any]]
Values = Callable[[Session, str, date, Actor, Period], Told]


def _natural(ledger: str) -> Values:
    return lambda session, area, on, by, period: natural.of_village(session, ledger, area, period, by, on)


def _blank(kind: str) -> Values:
    return lambda session, area, on, by, _period: meetings.blank(session, kind, area, by, on)


VILLAGE_PAPERS: Mapping[str, tuple[str, Values]] = {
    "appraisal": (N_("民主评议会议记录和签到册（空白）"), _blank(meetings.MINUTES)),
    "committee": (N_("村“两委”会议记录（空白）"), _blank(meetings.PROPOSAL)),
    "minutes": (
        N_("民主评议会议记录（已登记的最近一次）"),
        lambda session, area, on, by, _period: meetings.held(session, area, by, on),
    ),
    "increase": (N_("家庭成员自然增加情况表（附件1）"), _natural(INCREASE)),
    "decrease": (N_("家庭成员自然减少情况表（附件2）"), _natural(DECREASE)),
    "ledger": (
        N_("重要信息纸质台账"),
        lambda session, area, on, by, _period: key_facts.ledger_values(session, area, on, by),
    ),
    "income": (
        N_("年度家庭收入情况表（全村一张）"),
        lambda session, area, on, by, _period: yearly_income.village_values(session, area, on, by),
    ),
}

OF_A_PERIOD = ("increase", "decrease")
"""Those that are asked for with a first and a last day."""
AWAITED = {"appraisal": meetings.MINUTES, "committee": meetings.PROPOSAL}


def waiting(session: Session, name: str, area: str, by: Actor) -> int:
    """How many households wait for what the paper is needed for."""
    return len(awaited(session, area, by, [AWAITED[name]])) if name in AWAITED else 0
