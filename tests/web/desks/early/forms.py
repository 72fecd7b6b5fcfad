"""Filling in the forms of the desk, for the tests."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from engine.db import reading
from engine.evidence import Evidence
from engine.ledger import Entry
from tests.web.client import Page, Visitor
from tests.web.desks.conftest import Township

VISIT: dict[str, Any] = {
    "happened_on": "2021-10-19",
    "visitors": "和秀兰，村级信息员\n杨文华",
    "signed_by": ["household", "collector"],
    "findings": "家中主要劳动力生病，收入减少。",
}


def address_of(kind: str, *cases: int) -> str:
    """The address of a form for these households."""
    return f"/evidence/new/{kind}?" + "&".join(f"case={one}" for one in cases)


def recorded(clerk: Visitor, kind: str, cases: list[int], **told: Any) -> Page:
    """Fill in the form of a kind for these households."""
    page = clerk.get(address_of(kind, *cases))
    assert page.status == 200, page.text[:300]
    return clerk.send(page, f"/evidence/new/{kind}", case=[str(one) for one in cases], **told)


def entries(township: Township, case_id: int) -> list[str]:
    """The kinds of the entries of a case, oldest first."""
    with reading(township.db) as session:
        return list(session.scalars(select(Entry.kind).where(Entry.case_id == case_id).order_by(Entry.sequence)))


def evidence_count(township: Township) -> int:
    """How many pieces of evidence there are."""
    with reading(township.db) as session:
        return session.scalar(select(func.count()).select_from(Evidence)) or 0
