"""The request to open a platform for entries, and its answer, which opens what waits for it (TZ19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.errors import BadInput, NotFound, Problem
from engine.guards import Blocker
from engine.words import N_
from publicity.letters.letter import Asking, Draft, Field, Letter
from publicity.offices import COUNTY, TOWNSHIP, bureau_of, government_of, office_at
from states.evidence import shown
from states.evidence.record import record
from states.issued import counts, desk, vouching
from states.issued.covering import DOCUMENT as COMMITMENT
from states.issued.paper import Paper
from states.packs.loader import Pack
from states.packs.store import in_force

OPENED = "system_opened"
REQUEST, REPLY = "permission_request", "permission_reply"
ANSWERS = {"yes": N_("同意开放"), "no": N_("不同意")}


def _pack(asking: Asking) -> Pack | None:
    try:
        return in_force(asking.session, asking.by.area, asking.today)
    except NotFound:
        return None


def _phases(asking: Asking) -> dict[str, str]:
    pack = _pack(asking)
    return {phase.name: phase.title for phase in pack.file.phase} if pack else {}


def _begin(asking: Asking) -> dict[str, str]:
    """The platform's days as the plan has them for the phase that was chosen, else for the one under way."""
    pack = _pack(asking)
    today = asking.today
    phases = [phase for phase in pack.file.phase if not phase.until or phase.until >= today] if pack else []
    phase = next((one for one in phases if one.name == asking.said("phase")), phases[0] if phases else None)
    place = office_at(asking.session, asking.by.area)
    told = {"contact": asking.by.name, "telephone": place.phone}
    if phase is None:
        return told
    since = max(phase.since, today) if phase.since else today
    return told | {
        "phase": phase.name,
        "since": since.isoformat(),
        "until": phase.until.isoformat() if phase.until else "",
    }


def _request(asking: Asking) -> Draft:
    session, area = asking.session, asking.by.area
    pack, phases = _pack(asking), _phases(asking)
    if asking.said("phase") and asking.said("phase") not in phases:
        raise BadInput(Problem("phase", N_("请选择方案里的工作阶段")))
    issuer = government_of(session, area)
    promise = _promise(asking)
    villages = counts.by_village(session, area, asking.today)
    values = {
        "issuer": issuer,
        "to": bureau_of(session, area),
        "signer": asking.said("signer"),
        "place": office_at(session, area).name,
        "platform": asking.said("platform"),
        "phase": phases.get(asking.said("phase"), asking.said("platform") + "信息录入"),
        "basis": f"《{pack.file.pack.document or pack.file.pack.title}》" if pack else "工作",
        "progress": asking.said("progress"),
        "since": _iso(asking, "since"),
        "until": _iso(asking, "until"),
        "contents": asking.lines("contents"),
        "villages": [one.values() for one in villages],
        "promises": [{"place": office_at(session, area).name, "number": promise.number}] if promise else [],
        "contact": asking.said("contact"),
        "telephone": asking.said("telephone"),
    }
    title = f"{issuer}关于申请开放{asking.said('platform')}录入权限的请示"
    return Draft(area, "请", title, values, blockers=tuple(_against(pack, promise, bool(villages))))


def _promise(asking: Asking) -> Paper | None:
    """The township's standing commitment, if nothing has changed since."""
    area = asking.by.area
    paper = desk.standing(asking.session, COMMITMENT, [area]).get(area)
    return paper if paper and not vouching.differences(asking.session, paper).count else None


def _against(pack: Pack | None, promise: Paper | None, any_village: bool) -> Iterator[Blocker]:
    if not any_village:
        yield Blocker("nothing-to-enter", N_("辖区里还没有登记农户，没有要录入的信息"), {}, "二(四)2", "township")
    asked = pack is not None and "township" in pack.file.income.commitment
    if asked and promise is None:
        text = N_("乡镇还没有对现在的数据作出准确性承诺，或者承诺以后数据有变动；请党政主要负责人先承诺")
        yield Blocker("uncommitted", text, {}, "四(二)", "township_leader")


def _iso(asking: Asking, name: str) -> str | None:
    day = asking.day(name)
    return day.isoformat() if day else None


PERMISSION_REQUEST = Letter(
    REQUEST,
    ("township", "township_leader"),
    (
        Field("phase", N_("工作阶段"), "choice", required=False),
        Field("platform", N_("申请开放的系统"), hint=N_("如：省收入监测平台、全国防返贫监测信息系统")),
        Field("since", N_("开放日期"), "day"),
        Field("until", N_("关闭日期"), "day"),
        Field("contents", N_("拟录入内容"), "text", hint=N_("每行写一项，如：2023年第四季度到户到人收入")),
        Field("progress", N_("工作进展"), "text", hint=N_("采集、签字、审核到什么程度")),
        Field("signer", N_("签发人")),
        Field("contact", N_("联系人")),
        Field("telephone", N_("联系电话")),
    ),
    _request,
    starts_with=_begin,
    choices=lambda asking: {"phase": _phases(asking)},
)


def _asked(asking: Asking) -> Paper:
    """The request that is answered; `NotFound` outside the county, and for another kind of paper."""
    said = asking.said("request")
    found = desk.find(asking.session, int(said) if said.isdecimal() else 0, asking.by)
    if found.paper.document != REQUEST:
        raise NotFound("paper", said)
    return found.paper


def _reply(asking: Asking) -> Draft:
    session, asked = asking.session, _asked(asking)
    county, granted = asked.area[:COUNTY], asking.said("granted") == "yes"
    values: dict[str, Any] = {
        "issuer": bureau_of(session, county),
        "to": government_of(session, asked.area[:TOWNSHIP]),
        "platform": asked.values["platform"],
        "request_title": asked.title,
        "request_number": asked.number,
        "granted": granted,
        "since": _iso(asking, "since") if granted else None,
        "until": _iso(asking, "until") if granted else None,
        "remarks": asking.said("remarks"),
    }
    title = f"关于{'同意' if granted else '不同意'}开放{asked.values['platform']}录入权限的批复"
    return Draft(county, "批", title, values, answers=asked.id, blockers=tuple(_unanswerable(asking, asked)))


def _unanswerable(asking: Asking, asked: Paper) -> Iterator[Blocker]:
    if not desk.find(asking.session, asked.id, asking.by).stands:
        yield Blocker("request-ended", N_("这份请示已经作废或者换了新版，请批复最新的一份"), {}, "二(四)2", "township")
    answer = desk.answers(asking.session, asked)
    if answer and answer.paper.id != asking.old:
        text = N_("这份请示已经由%(number)s批复；要改的，请给批复出新版")
        yield Blocker("answered-already", text, {"number": answer.paper.number}, "二(四)2", "county")


def _as_asked(asking: Asking) -> Mapping[str, str]:
    if not asking.said("request"):
        return {}
    told = _asked(asking).values
    return {"granted": "yes", "since": told["since"], "until": told["until"]}


def _open(asking: Asking, paper: Paper, draft: Draft) -> None:
    """Put the opened days on record for every household of the township whose step waits for them."""
    asked = _asked(asking)
    if not draft.values["granted"]:
        return
    waiting = shown.wanting(asking.session, asking.book, OPENED, asked.area, asking.by, asking.at, most=shown.EVERYBODY)
    cases = [one.case_id for one in waiting if not one.there or paper.supersedes]
    body = {"opened_on": draft.values["since"], "until": draft.values["until"], "document": paper.number}
    if cases:
        record(asking.session, OPENED, body, cases, happened_on=asking.today, by=asking.by, at=asking.at)


PERMISSION_REPLY = Letter(
    REPLY,
    ("county",),
    (
        Field("request", N_("请示"), "choice"),
        Field("granted", N_("答复"), "choice"),
        Field("since", N_("开放日期"), "day", required=False),
        Field("until", N_("关闭日期"), "day", required=False),
        Field("remarks", N_("要求或理由"), "text"),
    ),
    _reply,
    subject="request",
    starts_with=_as_asked,
    choices=lambda asking: {
        "request": {
            str(one.paper.id): f"{one.paper.number} {one.paper.title}"
            for one in desk.papers(asking.session, asking.by, document=REQUEST)[0]
            if one.stands
        },
        "granted": ANSWERS,
    },
    afterwards=_open,
)
