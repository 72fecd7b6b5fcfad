"""Evidence of a second visit: other people than the first look again before anything is decided."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.fieldwork import Signer, Visitor, missing_signatures
from states.evidence.kinds import Body, EvidenceKind, Params, declare


class SecondVisit(Body):
    """二次入户: who went there again, what they found, and whether it bears out the first visit."""

    visitors: tuple[Visitor, ...] = Field(min_length=1, max_length=10)
    signed_by: tuple[Signer, ...] = ()
    findings: str = Field(min_length=2, max_length=2000)
    agrees: bool


class SecondVisitParams(Params):
    """At least so many visitors, none of whom was there the first time (`apart`), and these signatures."""

    visitors: int = Field(default=1, ge=1, le=10)
    apart: bool = True
    signed_by: tuple[Signer, ...] = ()


def _second(params: SecondVisitParams, shown: list[Shown], facts: Facts) -> Iterator[Blocker]:
    last = shown[-1]
    there: list[str] = last.facts["people"]
    if len(there) < params.visitors:
        text = N_("二次入户只有%(there)s人，要%(wanted)s人同去")
        yield Blocker("too-few-visitors", text, {"there": len(there), "wanted": params.visitors}, "", "township")
    first = {name for visit in facts.shown("visit") for name in visit.facts.get("people", ())}
    if params.apart and (again := [name for name in there if name in first]):
        text = N_("%(names)s第一次入户时去过，二次入户要换人去")
        yield Blocker("same-visitors", text, {"names": "、".join(again)}, "", "township")
    if not last.facts["agrees"]:
        text = N_("二次入户的结果与第一次不符，要退回重新核查")
        yield Blocker("second-visit-differs", text, {}, "", "township", attention=True)
    yield from missing_signatures(params.signed_by, last, SECOND_VISIT.title)


SECOND_VISIT = declare(
    EvidenceKind(
        "second_visit",
        N_("二次入户记录"),
        ("township", "village", "grid", "county"),
        SecondVisit,
        lambda body, _: {
            "people": sorted({one.name for one in body.visitors}),
            "signed_by": sorted(body.signed_by),
            "agrees": body.agrees,
        },
        SecondVisitParams,
        _second,
    )
)
