"""The household's lifecycle: five states and the eight moves between them, which packs fill with procedures."""

from __future__ import annotations

from dataclasses import dataclass

from engine.words import N_

CANDIDATE, CANDIDATE_LABEL = "candidate", N_("拟监测户")
MONITORED, MONITORED_LABEL = "monitored", N_("监测对象")
ELIMINATED, ELIMINATED_LABEL = "risk_eliminated", N_("风险已消除")
RE_FLAGGED, RE_FLAGGED_LABEL = "re_flagged", N_("风险再标注")
EXITED, EXITED_LABEL = "exited", N_("已退出")

LABELS = {
    CANDIDATE: CANDIDATE_LABEL,
    MONITORED: MONITORED_LABEL,
    ELIMINATED: ELIMINATED_LABEL,
    RE_FLAGGED: RE_FLAGGED_LABEL,
    EXITED: EXITED_LABEL,
}


@dataclass(frozen=True, slots=True)
class Way:
    """A move that a pack may declare: its name for people, from where and to where."""

    label: str
    sources: tuple[str, ...]
    target: str


WAYS: dict[str, Way] = {
    "identify": Way(N_("识别纳入"), (CANDIDATE,), MONITORED),
    "decline": Way(N_("不予纳入"), (CANDIDATE,), EXITED),
    "eliminate": Way(N_("风险消除"), (MONITORED, RE_FLAGGED), ELIMINATED),
    "roll_back": Way(N_("风险消除回退"), (ELIMINATED,), MONITORED),
    "re_flag": Way(N_("风险再标注"), (ELIMINATED,), RE_FLAGGED),
    "clear_out": Way(N_("清退"), (MONITORED, ELIMINATED, RE_FLAGGED), EXITED),
    "strike_off": Way(N_("销户"), (CANDIDATE, MONITORED, ELIMINATED, RE_FLAGGED), EXITED),
    "return_to_poverty": Way(N_("返贫"), (EXITED,), RE_FLAGGED),
}
