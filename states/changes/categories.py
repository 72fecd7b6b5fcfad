"""The category that fits a household: by its kind, and by its income at identification and the line of then (XZ06)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.guards import Blocker
from engine.words import N_
from states.evidence.meetings import FITS
from states.households import Household

BASIS = "三(二)1"
SUDDEN = "sudden"
BELOW = {"lifted_out": "unstable", "general": "marginal"}
"""The category of a household whose income did not exceed the line, by its kind."""


def fitting(home: Household) -> str:
    """The category that the income at identification makes; empty where that or the line is not on record."""
    if home.identified_income is None or home.identified_line is None:
        return ""
    return BELOW.get(home.kind, "") if home.identified_income <= home.identified_line else SUDDEN


def unfit(home: Household, category: str) -> Iterator[Blocker]:
    """Every reason why a household cannot be of this category."""
    if home.category == "none":
        yield Blocker("never-identified", N_("这一户没有识别为监测对象，没有类别可更正"), {}, BASIS)
    if category not in FITS:
        yield Blocker("category-missing", N_("监测对象要写明类别，不能改成未认定"), {}, BASIS)
        return
    if home.kind not in FITS[category]:
        text = N_("监测对象类别与户类型不符：脱贫不稳定户须是脱贫户，边缘易致贫户须是一般户")
        yield Blocker("category-unfit", text, {}, BASIS)
    wanted = fitting(home)
    if wanted and (category == SUDDEN) != (wanted == SUDDEN):
        told = {"income": home.identified_income, "line": home.identified_line}
        above = N_("识别时人均收入%(income)s元，高于当时的监测线%(line)s元，应是突发严重困难户")
        below = N_("识别时人均收入%(income)s元，不高于当时的监测线%(line)s元，不是突发严重困难户")
        yield Blocker("category-against-income", above if wanted == SUDDEN else below, told, BASIS)
