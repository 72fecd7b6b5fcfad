"""The guards on how a household stands as a whole: income that never rules alone, what lasts, what is secured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker, Guard
from engine.months import later
from engine.words import N_
from states.evidence.fieldwork import GUARANTEES
from states.evidence.kinds import Params
from states.policies import policy_of

TELLING = ("visit", "assessment", "weighing")
"""The evidence that may tell a household's income."""
INWARD = frozenset({"identify", "re_flag", "return_to_poverty", "roll_back"})
"""The ways on which a household comes under watch; on all others it leaves."""
CENT = Decimal("0.01")
METRICS: dict[str, str] = {"net": N_("人均纯收入"), "disposable": N_("人均可支配收入")}


class Months(Params):
    """For how many months it must have lasted."""

    months: int = Field(default=6, ge=1, le=120)


def stands_against(way: str, income: Decimal, line: int) -> bool:
    """Whether an income speaks against a way: above the line against coming in, at or below it against leaving."""
    return income > line if way in INWARD else income <= line


def latest(facts: Facts, kinds: tuple[str, ...], field: str) -> Shown | None:
    """The last recorded exhibit of these kinds that says something of a field."""
    return next((one for one in reversed(facts.exhibits) if one.kind in kinds and field in one.facts), None)


def income_of(facts: Facts) -> Decimal | None:
    """The income a head found in this run: by visit, assessment or weighing, else as the village's list has it."""
    known = latest(facts, TELLING, "income_per_head") or latest(facts, ("proposal",), "income_per_head")
    said = known.facts["income_per_head"] if known else None
    return None if said is None else Decimal(said).quantize(CENT)


def income_weighed(_: Params, basis: str) -> Guard:
    """An income that stands against the direction must be explained by a weighing; it never rules by itself (HT05)."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        policy, known = policy_of(facts.definition), latest(facts, TELLING, "income_per_head")
        if known is None or policy.line is None:
            text = N_("还没有记录人均收入，请在入户核查或综合研判中填写")
            yield Blocker("income-unknown", text, {}, basis, "village")
            return
        income = Decimal(known.facts["income_per_head"])
        if not stands_against(policy.way(facts.move), income, policy.line):
            return
        told: dict[str, Any] = {"metric": METRICS[policy.metric], "income": income, "line": policy.line}
        weighings = facts.shown("weighing")
        said = weighings[-1].facts if weighings else None
        if said is None or not said["explained"]:
            above = N_("%(metric)s%(income)s元，高于监测线%(line)s元：收入不能单独决定，要有综合研判说明为什么仍有风险")
            below = N_(
                "%(metric)s%(income)s元，不高于监测线%(line)s元：收入不能单独决定，要有综合研判说明为什么没有风险"
            )
            text = above if income > policy.line else below
            yield Blocker("income-unexplained", text, told, basis, "village", attention=True)
        elif Decimal(said["income_per_head"]) != income:
            text = N_("综合研判按%(weighed)s元写的，后来核实的收入是%(income)s元，要重新研判")
            told["weighed"] = said["income_per_head"]
            yield Blocker("weighing-outdated", text, told, basis, "village", attention=True)

    return guard


def income_lasting(params: Months, basis: str) -> Guard:
    """The assessment tells since when income is stable, and that is long enough ago."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        shown = facts.shown("assessment")
        since = shown[-1].facts.get("stable_since") if shown else None
        if since is None:
            text = N_("评估表没有写明收入从哪一天起稳定，无法判断是否持续稳定满%(months)s个月")
            yield Blocker("income-not-lasting", text, {"months": params.months}, basis, "village")
        else:
            yield from _lasted("income-not-lasting", INCOME, date.fromisoformat(since), params.months, facts, basis)

    return guard


def identified_for(params: Months, basis: str) -> Guard:
    """So many months have passed since the household was identified (anew)."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        on = facts.subject.identified_on
        if on is None:
            text = N_("没有登记识别日期，无法判断识别是否满%(months)s个月，请先补登记")
            yield Blocker("never-identified", text, {"months": params.months}, basis, "township")
        else:
            yield from _lasted("identified-too-lately", IDENTIFIED, on, params.months, facts, basis)

    return guard


INCOME = N_("收入从%(since)s起稳定，满%(months)s个月是%(earliest)s，还没有到")
IDENTIFIED = N_("%(since)s识别，满%(months)s个月是%(earliest)s，还没有到")


def _lasted(code: str, text: str, since: date, months: int, facts: Facts, basis: str) -> Iterator[Blocker]:
    """Wait for the corresponding day: on it the months are full."""
    full = later(since, months)
    if facts.today < full:
        yield Blocker(code, text, {"since": since, "months": months, "earliest": full}, basis, "", full)


def guaranteed(_: Params, basis: str) -> Guard:
    """The three guarantees and water are there, as the last visit or assessment that tells of each found."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        for name, title in GUARANTEES.items():
            known = latest(facts, ("visit", "assessment"), name)
            if known is None:
                text = N_("还没有核实“%(guarantee)s”有没有保障")
                yield Blocker("guarantee-unknown", text, {"guarantee": title}, basis, "village")
            elif not known.facts[name]:
                text = N_("“%(guarantee)s”没有保障，要先落实")
                yield Blocker("guarantee-missing", text, {"guarantee": title}, basis, "village", attention=True)

    return guard


def no_new_risk(_: Params, basis: str) -> Guard:
    """The assessment looked for new risks and found none, and none was reported beside it."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        assessments, reported = facts.shown("assessment"), facts.shown("new_risk")
        if not assessments:
            yield Blocker("risk-unassessed", N_("还没有评估是否出现新的风险"), {}, basis, "village")
        elif not assessments[-1].facts["no_new_risk"] or reported:
            text = N_("出现了新的返贫致贫风险，要继续监测帮扶")
            yield Blocker("risk-new", text, {}, basis, "village", attention=True)

    return guard
