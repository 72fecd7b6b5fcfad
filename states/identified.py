"""What the category of a household rested on when it was identified, in words: income, line, metric and plan (XZ06)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.words import N_
from states.codes import codes
from states.history.facts import AT_IDENTIFICATION, text
from states.households import Household
from states.weighing_guards import METRICS

UNRECORDED = N_("未记录")
WORDS: dict[str, str] = {
    "identified_income": N_("识别时人均收入（元）"),
    "identified_line": N_("识别时监测线（元）"),
    "identified_metric": N_("识别时收入口径"),
    "identified_pack": N_("识别时执行的方案"),
}


def rested_on(facts: Mapping[str, str]) -> dict[str, str]:
    """The four facts in words, by name; a household that was never identified has none of them."""
    if facts.get("category", "none") in ("", "none"):
        return dict.fromkeys(AT_IDENTIFICATION, "")
    told = {name: facts.get(name) or UNRECORDED for name in AT_IDENTIFICATION}
    return told | {"identified_metric": METRICS.get(told["identified_metric"], told["identified_metric"])}


def identified(home: Household) -> list[tuple[str, str]]:
    """The category and what it rested on, each with its label; nothing for one that was never identified."""
    if home.category == "none":
        return []
    told = rested_on({name: text(getattr(home, name)) for name in ("category", *AT_IDENTIFICATION)})
    category = (N_("监测对象类别"), codes("category").label(home.category))
    return [category, *((WORDS[name], told[name]) for name in AT_IDENTIFICATION)]
