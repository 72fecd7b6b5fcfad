"""What goes to somebody who objected: the receipt at the counter, and the letter with the answer (XZ14)."""

from __future__ import annotations

from typing import Any

from engine.clock import office_day
from engine.guards import Blocker
from engine.words import N_
from publicity.letters.letter import Asking, Draft, Field, Letter
from publicity.offices import contact_of, office_at
from states import objection_desk
from states.drafting import issuer_of
from states.notices import LEVELS, Notice
from states.objection_desk import Voice
from states.objections import CHANNELS, DISMISSED, UPHELD

SETTLED = (DISMISSED[0], UPHELD[0])


def receipt_values(voice: Voice, notice: Notice, public_url: str) -> tuple[str, dict[str, Any]]:
    """The receipt of an objection, made out on the day on which it came in; nothing of what was said stands on it."""
    one = voice.objection
    received = office_day(one.filed_at).isoformat()
    return "objection_receipt", {
        "number": one.receipt,
        "issuer": notice.issuer,
        "notice": notice.number,
        "channel": CHANNELS[one.channel],
        "received_on": received,
        "public_url": public_url,
        "contact": contact_at(notice),
        "issued_on": received,
    }


def contact_at(notice: Notice) -> dict[str, str]:
    """How the office of a notice is reached, as the notice itself says."""
    return {
        "office": notice.issuer, "telephone": notice.phone, "address": notice.address, "hours": notice.hours,
    }  # fmt: skip


def _answer(asking: Asking) -> Draft:
    said = asking.said("objection")
    voice = objection_desk.find(asking.session, int(said) if said.isdecimal() else 0, asking.by)
    one = voice.objection
    notice = asking.session.get_one(Notice, one.notice_id)
    area = asking.by.area if len(asking.by.area) in LEVELS.values() else notice.area
    place = office_at(asking.session, area)
    office = issuer_of(place)
    settled = voice.state in SETTLED
    values = {
        "issuer": office,
        "receipt": one.receipt,
        "notice": notice.number,
        "filed_on": office_day(one.filed_at).isoformat(),
        "settled_on": office_day(one.settled_at or asking.at).isoformat(),
        "outcome": voice.state if settled else DISMISSED[0],
        "answer": one.answer or "（尚未办结）",
        "contact": contact_of(place, office),
    }
    text = N_("异议还没有办结，或者反映人已经撤回，没有答复可以印发")
    blockers = () if settled else (Blocker("objection-open", text, {}, "四(二)3", "village"),)
    return Draft(area, "答", f"公示异议答复函（回执{one.receipt}）", values, blockers=blockers)


OBJECTION_ANSWER = Letter(
    "objection_answer",
    ("village", "township", "county"),
    (Field("objection", N_("异议"), "choice"),),
    _answer,
    subject="objection",
    choices=lambda asking: {
        "objection": {
            str(one.objection.id): one.objection.receipt
            for one in objection_desk.listed(asking.session, asking.by, only_open=False)[0]
            if one.state in SETTLED
        }
    },
)
