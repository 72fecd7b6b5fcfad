"""What counts as secured and why not (HT04: 以入住为准、入学或有实实在在的帮扶、签约要有实质性的服务)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.months import later
from engine.words import N_

TOPICS = {"house": N_("住房"), "school": N_("义务教育和“两后生”"), "doctor": N_("家庭医生")}
HOUSES = {"relocated": N_("易地扶贫搬迁"), "rebuilt": N_("危房改造"), "own": N_("自建房")}
SCHOOL_AGES = range(6, 18)  # 6 to 15 compulsory, 16 and 17 for those who finished school (两后生)
SERVICE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """What a visit saw of one topic, or of one child."""

    topic: str
    holds: bool
    detail: str = ""
    help: str = ""
    served_on: date | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A member of school age."""

    member_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One topic of a household: whether it counts, and in the clerk's words why not; `name` is the child's."""

    topic: str
    name: str
    counts: bool
    why: str = ""


def verdicts(facts: Sequence[tuple[Fact, int | None]], children: Sequence[Child], on: date) -> list[Verdict]:
    """Judge the facts of a household, each with the child it is about, on a day; what nobody saw does not count."""
    seen = {(fact.topic, member): fact for fact, member in facts}
    found = [_verdict("house", "", seen.get(("house", None)), on)]
    found += [_verdict("school", child.name, seen.get(("school", child.member_id)), on) for child in children]
    return [*found, _verdict("doctor", "", seen.get(("doctor", None)), on)]


def _verdict(topic: str, name: str, fact: Fact | None, on: date) -> Verdict:
    why = next(_against(fact, on), "") if fact else N_("还没有入户核实")
    return Verdict(topic, name, not why, why)


def _against(fact: Fact, on: date) -> Iterator[str]:
    if fact.topic == "house" and not fact.holds:
        moved = fact.detail in ("relocated", "rebuilt")
        yield N_("房子建好了，但还没有入住，以入住为准") if moved else N_("现在的住房不安全")
    if fact.topic == "school" and not fact.holds and len(fact.help.strip()) < 2:
        yield N_("没有在校，也没有实实在在的帮扶措施")
    if fact.topic == "doctor":
        if not fact.holds:
            yield N_("还没有签约家庭医生")
        elif len(fact.help.strip()) < 2 or fact.served_on is None:
            yield N_("签了约，但没有实质性的服务记录")
        elif later(fact.served_on, SERVICE_MONTHS) < on:
            yield N_("签了约，但一年以上没有服务")
