"""Evidence from meetings: appraisals with roster and votes, lists proposed, conclusions reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare

Capacity = Literal["party-member", "household-head", "representative", "committee", "team"]
CAPACITIES: dict[str, str] = {
    "party-member": N_("党员"),
    "household-head": N_("户主"),
    "representative": N_("村民代表"),
    "committee": N_("村两委成员"),
    "team": N_("驻村工作队员"),
}


HeldAs = Literal["group", "representatives", "enlarged_committee", "party"]
HELD_AS: dict[str, str] = {
    "group": N_("村民小组会议"),
    "representatives": N_("村民代表会议"),
    "enlarged_committee": N_("村“两委”扩大会议"),
    "party": N_("党员大会"),
}
"""How an appraisal may be held; the enlarged committee stands in for a meeting that cannot be held."""
SUBSTITUTE, NOT_TOLD = "enlarged_committee", N_("没有写明")


class Attendee(Body):
    """A person on the roster, in the capacity in which they came."""

    name: str = Field(min_length=1, max_length=30)
    capacity: Capacity
    signed: bool = True


class Vote(Body):
    """The vote on one household, by its case."""

    case_id: int
    agree: int = Field(ge=0)
    against: int = Field(default=0, ge=0)
    abstain: int = Field(default=0, ge=0)


class Minutes(Body):
    """民主评议会议记录: how it was held, roster, and a vote for each household on the agenda.

    `instead_because` says why a small meeting stands in for the large one.
    """

    held_as: HeldAs | None = None
    instead_because: str = Field(default="", max_length=400)
    place: str = Field(min_length=1, max_length=60)
    chair: str = Field(min_length=1, max_length=30)
    recorder: str = Field(min_length=1, max_length=30)
    eligible: int = Field(ge=1, le=100000)
    roster: tuple[Attendee, ...] = Field(min_length=1, max_length=2000)
    votes: tuple[Vote, ...] = Field(min_length=1, max_length=2000)

    @model_validator(mode="after")
    def _adds_up(self) -> Minutes:
        present = len(self.roster)
        if len({a.name for a in self.roster if a.signed}) > self.eligible:
            raise ValueError("到会人数多于应到人数")
        for vote in self.votes:
            if vote.agree + vote.against + vote.abstain != present:
                raise ValueError(f"票数{vote.agree + vote.against + vote.abstain}与到会人数{present}不符")
        return self

    def facts_of(self, case_id: int) -> dict[str, object]:
        """What guards read: who was there, and this household's vote."""
        vote = next((v for v in self.votes if v.case_id == case_id), None)
        return {
            "eligible": self.eligible,
            "present": len(self.roster),
            "unsigned": sum(1 for a in self.roster if not a.signed),
            "capacities": sorted({a.capacity for a in self.roster}),
            "agree": vote.agree if vote else None,
        } | ({"held_as": self.held_as, "instead": bool(self.instead_because)} if self.held_as else {})


def _share(text: str) -> str:
    """A share as packs write it, "2/3": more than nothing, at most everybody."""
    above, _, below = text.partition("/")
    if not 0 < int(above) <= int(below):
        raise ValueError("比例要写作“2/3”，大于0，不超过1")
    return text


Share = Annotated[str, Field(pattern=r"^\d{1,3}/\d{1,3}$"), AfterValidator(_share)]


class MinutesParams(Params):
    """How the meeting is to be held, who must be present, the share of those entitled that must come, all signed."""

    held_as: HeldAs | None = None
    capacities: tuple[Capacity, ...] = ()
    quorum: Share = "1/2"
    majority: Share = "1/2"


def _held(params: MinutesParams, facts: Mapping[str, Any]) -> Iterator[Blocker]:
    held = facts.get("held_as")
    if params.held_as and held != params.held_as:
        text = N_("这一步要开%(wanted)s，评议记录上写的是“%(held)s”")
        told = {"wanted": HELD_AS[params.held_as], "held": HELD_AS.get(held or "", NOT_TOLD)}
        yield Blocker("held-otherwise", text, told, "", "village")
    if held == SUBSTITUTE and not facts["instead"]:
        yield Blocker("substitute-unexplained", N_("用扩大会议代替村民代表会议，要写明为什么"), {}, "", "village")


def _minutes(params: MinutesParams, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    facts = shown[-1].facts
    quorum, majority = Fraction(params.quorum), Fraction(params.majority)
    yield from _held(params, facts)
    if facts["present"] < quorum * facts["eligible"]:
        text = N_("评议到会%(present)s人，应到%(eligible)s人，不足%(quorum)s")
        told = {"present": facts["present"], "eligible": facts["eligible"], "quorum": params.quorum}
        yield Blocker("no-quorum", text, told, "", "village")
    for capacity in params.capacities:
        if capacity not in facts["capacities"]:
            text = N_("评议没有%(capacity)s参加")
            yield Blocker("capacity-missing", text, {"capacity": CAPACITIES[capacity]}, "", "village")
    if facts["unsigned"]:
        yield Blocker("roster-unsigned", N_("签到册上有%(n)s人没有签字"), {"n": facts["unsigned"]}, "", "village")
    if facts["agree"] is None:
        yield Blocker("not-voted", N_("评议记录里没有这一户的表决"), {}, "", "village")
    elif facts["agree"] <= majority * facts["present"]:
        text = N_("评议没有通过：到会%(present)s人，同意%(agree)s人")
        yield Blocker("vote-lost", text, {"present": facts["present"], "agree": facts["agree"]}, "", "village")


MINUTES = declare(
    EvidenceKind(
        "minutes",
        N_("评议会议记录"),
        ("village", "township"),
        Minutes,
        lambda body, case_id: body.facts_of(case_id),
        MinutesParams,
        _minutes,
    )
)

Category = Literal["unstable", "marginal", "sudden"]
FITS = {"unstable": ("lifted_out",), "marginal": ("general",), "sudden": ("lifted_out", "general")}


class Item(Body):
    """One household on the list: what is proposed for it, on which findings."""

    case_id: int
    category: Category | None = None
    mode: Literal["help", "natural"] | None = None
    risks: tuple[str, ...] = Field(default=(), max_length=5)
    measures: tuple[str, ...] = Field(default=(), max_length=20)
    income_per_head: Decimal | None = None


class Proposal(Body):
    """村两委提出的名单: each household with its category or way of elimination, and the help it shall get."""

    items: tuple[Item, ...] = Field(min_length=1, max_length=2000)

    def facts_of(self, case_id: int) -> dict[str, object]:
        """What guards read of this household's line."""
        item = next((i for i in self.items if i.case_id == case_id), Item(case_id=case_id))
        return item.model_dump(mode="json", exclude={"case_id"})


class ProposalParams(Params):
    """What each line must say."""

    category: bool = False
    mode: bool = False
    measures: bool = False


def _proposal(params: ProposalParams, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    said = shown[-1].facts
    if params.category and not said["category"]:
        yield Blocker("category-missing", N_("名单上没有写明监测对象类别"), {}, "三(二)1", "village")
    elif params.category and facts.subject.kind not in FITS[said["category"]]:
        text = N_("监测对象类别与户类型不符：脱贫不稳定户须是脱贫户，边缘易致贫户须是一般户")
        yield Blocker("category-unfit", text, {}, "三(二)1", "village")
    if params.mode and not said["mode"]:
        yield Blocker("mode-missing", N_("名单上没有写明是帮扶消除还是自然消除"), {}, "", "village")
    if params.measures and not said["measures"]:
        yield Blocker("measures-missing", N_("还没有逐户提出帮扶措施"), {}, "四(二)3", "village")


PROPOSAL = declare(
    EvidenceKind(
        "proposal",
        N_("村两委提出的名单"),
        ("village",),
        Proposal,
        lambda body, case_id: body.facts_of(case_id),
        ProposalParams,
        _proposal,
    )
)


class Meeting(Body):
    """乡镇专题会议: what was concluded for each household, and the help fixed for it."""

    place: str = Field(min_length=1, max_length=60)
    chair: str = Field(min_length=1, max_length=30)
    attendees: tuple[str, ...] = Field(min_length=2, max_length=200)
    agreed: tuple[int, ...] = ()
    refused: tuple[int, ...] = ()
    measures: str = Field(default="", max_length=2000)


class MeetingParams(Params):
    """Whether the meeting must have fixed the help household by household."""

    measures: bool = False


def _meeting(params: MeetingParams, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    facts = shown[-1].facts
    if not facts["agreed"]:
        yield Blocker("meeting-refused", N_("专题会议没有同意这一户"), {}, "四(二)4", "township_leader")
    if params.measures and not facts["measures"]:
        yield Blocker("measures-missing", N_("专题会议没有明确帮扶措施"), {}, "四(二)4", "township_leader")


MEETING = declare(
    EvidenceKind(
        "meeting",
        N_("专题会议纪要"),
        ("township", "township_leader"),
        Meeting,
        lambda body, case_id: {"agreed": case_id in body.agreed, "measures": bool(body.measures)},
        MeetingParams,
        _meeting,
    )
)
