"""The commitment to the accuracy of a place's data, by its leaders, level by level (TZ26)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from engine.errors import BadInput, NotFound, Problem
from engine.guards import Blocker
from engine.words import N_
from publicity.documents.registry import mark
from publicity.letters.letter import Asking, Draft, Field, Letter
from publicity.offices import COUNTY, TOWNSHIP, bureau_of, government_of, office_at
from states import regions
from states.drafting import issuer_of
from states.issued import vouching
from states.issued.covering import DOCUMENT
from states.issued.paper import Paper
from states.packs.store import in_force
from states.users import User

POSTS = {"village": "包村领导", "township": "党委书记或镇长", "county": "领导小组组长"}
HEADS = 2
"""A township's data are committed to by two: the party secretary and the head of the government."""


def _draft(asking: Asking) -> Draft:
    session, area = asking.session, _area(asking)
    place, level = office_at(session, area), vouching.LEVELS[len(area)]
    seen = vouching.look(session, area)
    signatories = _signatories(asking)
    values: dict[str, Any] = {
        "issuer": issuer_of(place) if level != "county" else bureau_of(session, area),
        "level": level,
        "place": place.name,
        "to": _to(asking, area),
        "basis": _basis(asking, area),
        "as_of": asking.today.isoformat(),
        "households": seen.snapshot.households,
        "persons": seen.snapshot.members,
        "amounts": seen.snapshot.amounts,
        "digest": seen.snapshot.digest,
        "lower": [_lower(one.name, one.paper) for one in seen.below if one.paper],
        "signatories": signatories,
    }
    vouches = {
        "digest": seen.snapshot.digest,
        "counts": {"households": seen.snapshot.households, "members": seen.snapshot.members},
    }
    blockers = (*vouching.against(area, seen, asking.by), *_unsigned(asking, level, signatories))
    title = f"{place.name}信息数据准确性承诺书"
    return Draft(area, "承诺", title, values, vouches=vouches, lines=seen.lines, blockers=blockers)


def _area(asking: Asking) -> str:
    area = asking.said("area") or asking.by.area
    if not asking.by.covers(area) or len(area) not in vouching.LEVELS:
        raise NotFound("region", area)
    return area


def _to(asking: Asking, area: str) -> str:
    if len(area) > TOWNSHIP:
        return government_of(asking.session, area)
    if len(area) > COUNTY:
        return bureau_of(asking.session, area)
    return office_at(asking.session, area[:4]).name + "乡村振兴局"


def _basis(asking: Asking, area: str) -> str:
    try:
        head = in_force(asking.session, area, asking.today).file.pack
    except NotFound:
        return "严把数据质量关的要求"
    return f"《{head.document or head.title}》"


def _lower(name: str, paper: Paper) -> dict[str, Any]:
    told = paper.values
    return {
        "place": name,
        "number": paper.number,
        "households": told["households"],
        "persons": told["persons"],
        "mark": mark(told["digest"]),
    }


def _signatories(asking: Asking) -> list[dict[str, str]]:
    """Those who sign, each on a line as 职务，姓名."""
    found = []
    for line in asking.lines("signatories"):
        post, _comma, name = line.replace(",", "，").rpartition("，")
        if not post or not name.strip():
            raise BadInput(Problem("signatories", N_("每行写一人：职务，姓名")))
        found.append({"post": post.strip(), "name": name.strip()})
    return found


def _unsigned(asking: Asking, level: str, signatories: list[dict[str, str]]) -> Iterator[Blocker]:
    named = {one["name"] for one in signatories}
    if level == "township" and (len(signatories) != HEADS or len(named) != HEADS):
        yield Blocker(
            "two-heads", N_("乡镇数据要由党政两位主要负责人承诺，请写明两人"), {}, "四(二)", "township_leader"
        )
    if vouching.WHO[level] == asking.by.role == "township_leader" and asking.by.name not in named:
        text = N_("承诺人里没有您本人；谁承诺，谁在系统里印发")
        yield Blocker("not-the-signatory", text, {}, "四(二)", "township_leader")


def _begin(asking: Asking) -> Mapping[str, str]:
    """The leaders whose accounts are open at the place."""
    area = asking.said("area") or asking.by.area
    level = vouching.LEVELS.get(len(area), "")
    if not level:
        return {}
    role, length = vouching.WHO[level], min(len(area), TOWNSHIP)
    query = select(User.name).where(User.role == role, User.area == area[:length], User.active)
    names = [asking.by.name] if level == "village" else list(asking.session.scalars(query.order_by(User.id)))[:HEADS]
    return {"area": area, "signatories": "\n".join(f"{POSTS[level]}，{name}" for name in names)}


def _places(asking: Asking) -> dict[str, str]:
    own, by = asking.by.area, asking.by
    places = {own: regions.full_name(asking.session, own, above=own[:4])}
    if by.role == "township_leader":
        places |= {one.code: one.name for one in regions.below(asking.session, own, "village")}
    return places


def _keep(asking: Asking, paper: Paper, draft: Draft) -> None:
    vouching.keep(asking.session, paper, draft.lines)


ACCURACY_COMMITMENT = Letter(
    DOCUMENT,
    ("township_leader", "county"),
    (
        Field("area", N_("承诺地区"), "choice"),
        Field(
            "signatories",
            N_("承诺人"),
            "text",
            hint=N_("每行写一人：职务，姓名。村级写包村领导，乡镇写党政两位主要负责人，县级写领导小组组长"),
        ),
    ),
    _draft,
    subject="area",
    starts_with=_begin,
    choices=lambda asking: {"area": _places(asking)},
    afterwards=_keep,
)
