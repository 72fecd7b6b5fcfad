"""A household of forty with long names, and proposed changes, on the busy township: what makes pages long and wide."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.changes.proposing import Edit, propose_many
from states.households import Household
from states.members import Member
from states.practice.days import at
from states.practice.staff import CLERKS, COLLECTORS
from tests.web.desks.conftest import POSTED_ON

MANY = 40
LONG = ("阿卜杜热西提·麦麦提艾力·买买提吐尔逊", "尼玛扎西卓玛央金")
ADDRESS = "迪庆藏族自治州香格里拉市小中甸镇和平村民委员会第三村民小组沿河路北侧原粮站旁边木楞房第二家"
OURS = {
    "village-1": (
        "/changes/1",
        "/changes/2",
        "/changes/household/2",
        "/changes/household/2/edit",
        "/changes/household/2/category",
        "/changes/household/2/join",
        "/changes/household/2/leave/5",
        "/changes/household/2/transfer/5",
        "/case/2",
        "/income/2",
        "/income/2/enter/1",
        "/evidence/new/visit?case=2",
        "/print",
        "/print/533401102201/households/visit",
        "/print/household/2",
    ),
    "auditor": ("/changes/1", "/case/2", "/quality/findings/1", "/help/household/1"),
}
"""Pages with parameters, by who opens them."""


def furnish(session: Session) -> None:
    """Let the second household of the first village have all of it."""
    clerk = CLERKS[0]
    home = session.scalars(select(Household).where(Household.case_id == 2)).one()
    kept = {column.key for column in Member.__table__.columns} - {"id", "name", "id_no", "person", "is_head", "id_kind"}
    first = session.scalars(select(Member).where(Member.household_id == home.id).order_by(Member.id)).first()
    assert first is not None
    like = {name: getattr(first, name) for name in kept}
    for n in range(MANY):
        session.add(Member(**like, name=LONG[n % 2], id_no="", person="", is_head=False, id_kind="none"))
    session.flush()
    edits = [
        Edit("household", home.id, "address", ADDRESS),
        Edit("member", first.id, "phone", "13888880001"),
    ]
    propose_many(session, edits, by=COLLECTORS[0], at=at(POSTED_ON), source="visit")
    propose_many(
        session, [Edit("household", home.id, "phone", "13888880002")], by=clerk, at=at(POSTED_ON), source="visit"
    )
