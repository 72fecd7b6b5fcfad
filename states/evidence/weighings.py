"""Weighing a household as a whole: income beside expenses and guarantees, and whether a risk is really gone.

Income never decides alone (HT05, HN02): a weighing says how it stands to everything else, household by household.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.fieldwork import circumstances
from states.evidence.kinds import Body, EvidenceKind, Params, declare

Found = Literal["risk", "no_risk"]
FOUND: dict[str, str] = {"risk": N_("有返贫致贫风险"), "no_risk": N_("没有返贫致贫风险")}


class Weighing(Body):
    """综合研判: income, rigid expenses, the three guarantees and water, what follows, and why."""

    income_per_head: Decimal = Field(ge=-1000000, le=10000000)
    expenses: Decimal = Field(ge=0, le=10000000)
    housing_safe: bool
    insured: bool
    in_school: bool
    water_safe: bool
    conclusion: Found
    explanation: str = Field(default="", max_length=2000)


class WeighingParams(Params):
    """The conclusion that the step rests on, and whether it must be explained whatever the income."""

    conclusion: Found | None = None
    explained: bool = False


def _weighed(params: WeighingParams, shown: list[Shown], _: Facts) -> Iterator[Blocker]:
    facts = shown[-1].facts
    if params.conclusion and facts["conclusion"] != params.conclusion:
        text = N_("综合研判的结论是“%(found)s”，这一步要的是“%(wanted)s”")
        told = {"found": FOUND[facts["conclusion"]], "wanted": FOUND[params.conclusion]}
        yield Blocker("weighed-otherwise", text, told, "", "village")
    if params.explained and not facts["explained"]:
        yield Blocker("weighing-unexplained", N_("综合研判还没有逐户写明理由"), {}, "", "village")


WEIGHING = declare(
    EvidenceKind(
        "weighing",
        N_("综合研判记录"),
        ("village", "township", "county"),
        Weighing,
        lambda b, _: circumstances(b) | {"conclusion": b.conclusion, "explained": bool(b.explanation)},
        WeighingParams,
        _weighed,
        alone=True,
    )
)


class Assessment(Body):
    """风险消除评估表: since when income is stable, the guarantees, expenses, effect of the help, and what follows."""

    stable_since: date | None = None
    income_per_head: Decimal | None = Field(default=None, ge=-1000000, le=10000000)
    housing_safe: bool
    insured: bool
    in_school: bool
    water_safe: bool
    expenses_controlled: bool
    measures_effective: bool
    no_new_risk: bool
    conclusion: Literal["eliminate", "keep"]
    remarks: str = Field(default="", max_length=2000)


def _assessed(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    facts = shown[-1].facts
    if not facts["expenses_controlled"]:
        text = N_("刚性支出不可控，要继续帮扶，暂不标注风险消除")
        yield Blocker("expenses-uncontrolled", text, {}, "", "village")
    if not facts["measures_effective"]:
        yield Blocker("measures-ineffective", N_("评估认为帮扶措施还没有见效"), {}, "", "village")
    if facts["conclusion"] == "keep":
        yield Blocker("assessed-to-keep", N_("评估的结论是继续监测帮扶"), {}, "", "village")


def _of_assessment(body: Assessment, _: int) -> dict[str, object]:
    since = body.stable_since.isoformat() if body.stable_since else None
    said = body.model_dump(include={"expenses_controlled", "measures_effective", "no_new_risk", "conclusion"})
    return circumstances(body) | said | {"stable_since": since}


ASSESSMENT = declare(
    EvidenceKind(
        "assessment",
        N_("风险消除评估表"),
        ("village", "township", "county"),
        Assessment,
        _of_assessment,
        Params,
        _assessed,
        alone=True,
    )
)
