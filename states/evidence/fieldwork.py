"""Evidence from the household's home: visits, applications, authorisations, consents."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare

Signer = Literal["household", "collector", "head", "every-member", "writer"]
SIGNERS: dict[str, str] = {
    "household": N_("农户"),
    "collector": N_("采集人"),
    "head": N_("户主"),
    "every-member": N_("全体成员"),
    "writer": N_("代写人"),
}


GUARANTEES: dict[str, str] = {
    "housing_safe": N_("住房安全"),
    "insured": N_("基本医疗"),
    "in_school": N_("义务教育"),
    "water_safe": N_("饮水安全"),
}
"""The three guarantees and water, by the field that says whether a household has them."""


def circumstances(body: BaseModel) -> dict[str, object]:
    """What guards read of a household's circumstances: its income a head, and each guarantee, as far as known."""
    return body.model_dump(mode="json", include={"income_per_head", *GUARANTEES}, exclude_none=True)


class Visitor(Body):
    """A person who went to the household."""

    name: str = Field(min_length=1, max_length=30)
    post: str = Field(default="", max_length=40)


class Visit(Body):
    """入户核查: who went and where, who signed, and what was found; without a place, photos tell it (TZ29)."""

    visitors: tuple[Visitor, ...] = Field(min_length=1, max_length=10)
    place: str = Field(default="", max_length=100)
    signed_by: tuple[Signer, ...] = ()
    findings: str = Field(min_length=2, max_length=2000)
    income_per_head: Decimal | None = Field(default=None, ge=-1000000, le=10000000)
    housing_safe: bool | None = None
    water_safe: bool | None = None
    insured: bool | None = None
    in_school: bool | None = None


class VisitParams(Params):
    """At least so many different visitors, these signatures, and whether a place or a photo must tell of it."""

    visitors: int = Field(default=1, ge=1, le=10)
    signed_by: tuple[Signer, ...] = ()
    traced: bool = False


class Signed(Params):
    """These signatures."""

    signed_by: tuple[Signer, ...] = ()


def missing_signatures(wanted: tuple[str, ...], shown: Shown, title: str) -> Iterator[Blocker]:
    """A blocker for each signature that is not there."""
    for signer in wanted:
        if signer not in shown.facts["signed_by"]:
            text = N_("“%(evidence)s”缺少%(signer)s签字")
            yield Blocker("signature-missing", text, {"evidence": title, "signer": SIGNERS[signer]}, "", "village")


def _of_visit(body: Visit, _: int) -> dict[str, object]:
    names = sorted({one.name for one in body.visitors})
    return circumstances(body) | {"visitors": len(names), "people": names, "signed_by": sorted(body.signed_by)}


def _visit(params: VisitParams, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    there = shown[-1].facts["visitors"]
    if there < params.visitors:
        text = N_("入户核查只有%(there)s人，要%(wanted)s人同去")
        yield Blocker("too-few-visitors", text, {"there": there, "wanted": params.visitors}, "", "village")
    if params.traced and not shown[-1].facts.get("traced"):
        yield Blocker("visit-untraced", N_("入户核查没有写明地点，也没有照片"), {}, "四(五)", "village")
    yield from missing_signatures(params.signed_by, shown[-1], VISIT.title)


VISIT = declare(
    EvidenceKind(
        "visit",
        N_("入户核查记录"),
        ("village", "grid", "township"),
        Visit,
        _of_visit,
        VisitParams,
        _visit,
    )
)


class Application(Body):
    """监测对象申请: who applied, and who wrote it down for those who cannot."""

    applicant: str = Field(min_length=1, max_length=30)
    reason: str = Field(min_length=2, max_length=1000)
    signed_by: tuple[Signer, ...] = ("head",)
    writer: str = Field(default="", max_length=30)


def _application(params: Signed, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    yield from missing_signatures(params.signed_by, shown[-1], APPLICATION.title)


APPLICATION = declare(
    EvidenceKind(
        "application",
        N_("纳入监测申请书"),
        ("village", "grid", "township"),
        Application,
        lambda body, _: {"signed_by": sorted(body.signed_by)},
        Signed,
        _application,
    )
)


class Authorisation(Body):
    """承诺授权查询书: the household lets its assets be asked about."""

    scope: str = Field(default="家庭经济状况和财产信息核对", max_length=200)
    signed_by: tuple[Signer, ...] = ()


def _authorisation(params: Signed, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    wanted = params.signed_by
    if "every-member" in shown[-1].facts["signed_by"]:
        wanted = tuple(signer for signer in wanted if signer != "head")  # all members include the head
    yield from missing_signatures(wanted, shown[-1], AUTHORISATION.title)


AUTHORISATION = declare(
    EvidenceKind(
        "authorisation",
        N_("承诺授权书"),
        ("village", "grid", "township"),
        Authorisation,
        lambda body, _: {"signed_by": sorted(body.signed_by)},
        Signed,
        _authorisation,
    )
)


class Consent(Body):
    """风险消除知情同意书: the household was told and answered."""

    informed: bool
    agreed: bool
    signed_by: tuple[Signer, ...] = ()
    remarks: str = Field(default="", max_length=1000)


def _consent(params: Signed, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    facts = shown[-1].facts
    if not facts["informed"]:
        yield Blocker("not-informed", N_("还没有把风险消除的事告知农户"), {}, "三(一)3", "village")
    if not facts["agreed"]:
        text = N_("农户不同意消除风险，要继续讲解和监测，不能标注")
        yield Blocker("consent-refused", text, {}, "三(一)3", "village", attention=True)
    yield from missing_signatures(params.signed_by, shown[-1], CONSENT.title)


CONSENT = declare(
    EvidenceKind(
        "consent",
        N_("知情同意书"),
        ("village", "grid", "township"),
        Consent,
        lambda body, _: {"informed": body.informed, "agreed": body.agreed, "signed_by": sorted(body.signed_by)},
        Signed,
        _consent,
    )
)


class Told(Body):
    """告知书: the household was told the result and its reason, and that it may ask for a re-check."""

    result: str = Field(min_length=2, max_length=1000)
    way: Literal["in-person", "letter", "phone"]
    recheck_explained: bool


def _told(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts["recheck_explained"]:
        yield Blocker("recheck-not-explained", N_("还没有告诉农户可以申请复核"), {}, "", "village")


TOLD = declare(
    EvidenceKind(
        "told",
        N_("结果告知记录"),
        ("village", "township"),
        Told,
        lambda body, _: {"recheck_explained": body.recheck_explained},
        Params,
        _told,
    )
)
