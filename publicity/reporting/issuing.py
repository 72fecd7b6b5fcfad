"""Issuing a report: numbered for its office, frozen as it was printed; what the data say later changes it no more."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import Refused
from engine.guards import Blocker
from engine.ledger import canonical
from engine.words import N_
from publicity.documents.registry import Printed
from publicity.reporting.draft import Draft
from publicity.reporting.drafting import drafted
from publicity.reporting.kinds import KINDS, Kind
from publicity.reporting.values import Link, values_of
from states.issued import issuing, numbers
from states.issued.numbers import Number
from states.issued.paper import BY, Paper
from states.reports.figure import Asked

DOCUMENTS = {kind.document: kind for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Ready:
    """A report ready for the press: its document and values, the number, and what it vouches for."""

    kind: Kind
    area: str
    title: str
    values: Mapping[str, Any]
    number: Number
    vouches: Mapping[str, Any]


def ready(kind: Kind, asked: Asked, link: Link) -> Ready:
    """The report with its next number; raises `Refused` for a post that cannot issue it.

    An office issues its own reports only: a township does not speak for a village.
    """
    blockers = []
    if asked.by.role not in BY:
        blockers.append(Blocker("role-required", N_("您的岗位不能印发文书")))
    if asked.by.area != asked.area:
        blockers.append(Blocker("other-office", N_("只能印发本单位的报告；别处的报告请由当地印发")))
    if asked.period.first_on > asked.today:
        blockers.append(Blocker("period-ahead", N_("这段时间还没有开始，不能印发")))
    if blockers:
        raise Refused("issue", blockers)
    number = numbers.next_number(asked.session, asked.area, kind.stem, asked.today.year)
    draft = drafted(kind, asked)
    values = values_of(draft, asked.today, link, str(number))
    return Ready(kind, asked.area, "".join(draft.title), values, number, vouched(draft))


def vouched(draft: Draft) -> dict[str, Any]:
    """What a report stands for: its period, how many figures it tells, and their digest."""
    told = [[one.figure, list(one.parts), one.area, n] for one, n in draft.figures]
    params = {"kind": draft.kind, "from": draft.period.first_on, "until": draft.period.last_on}
    digest = hashlib.sha256(canonical(told).encode()).hexdigest()
    return {"kind": "report", "params": params, "digest": digest, "count": len(told)}


def issue(session: Session, one: Ready, printed: Printed, *, by: Actor, at: datetime) -> Paper:
    """Issue what was printed; raises `Refused`, also when somebody was first with the number."""
    made = issuing.Made(printed.values_digest, printed.digest, printed.pages)
    return issuing.issue(
        session, one.kind.document, one.area, one.title, one.values, made, number=one.number, vouches=one.vouches,
        by=by, at=at,
    )  # fmt: skip
