"""Channels: by which ways warnings come in, and which of them have somebody who waits for an answer (XZ01, HN03)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.words import N_


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in: its code and title, whether who reported is owed an answer, and whether it is still offered."""

    code: str
    title: str
    answered: bool = False
    offered: bool = True


CHANNELS: Mapping[str, Channel] = {
    one.code: one
    for one in (
        Channel("four-kinds", N_("“四类人”排查")),
        Channel("department", N_("部门推送")),
        Channel("app", N_("手机APP"), answered=True),
        Channel("platform", N_("政府救助平台"), answered=True),
        Channel("self", N_("农户自主申报")),
        Channel("hotline", N_("12317热线"), answered=True),
        Channel("letters", N_("信访举报"), answered=True),
        Channel("media", N_("媒体和网络反映"), answered=True),
        Channel("low-income", N_("低保申请"), answered=True),
        Channel("sweep", N_("干部排查")),
        # what came in before these three were told apart stays readable under the word it was entered with
        Channel("petition", N_("信访、媒体和网络"), answered=True, offered=False),
    )
}
SOURCES: Mapping[str, str] = {one.code: one.title for one in CHANNELS.values()}
ANSWERED = tuple(one.code for one in CHANNELS.values() if one.answered)
"""The channels on which closing waits for the answer."""
PUSHED = ("department", "low-income")
"""The channels by which departments push."""
CIVIL_AFFAIRS = "civil-affairs"
"""The department that takes applications for the low-income allowance (HN10)."""
