"""The guards of a year's income: complete, signed by two, reviewed by other hands, sent back only from above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from engine.facts import Facts
from engine.guards import Blocker, Guard, Need
from engine.words import N_
from states.packs.schema import LEVELS

if TYPE_CHECKING:
    from states.income.standing import Standing


def _standing(facts: Facts) -> Standing:
    return cast("Standing", facts.subject)


def complete(facts: Facts) -> Iterator[Blocker]:
    """Each person's four quarters are there (TZ08)."""
    for name, quarters in _standing(facts).missing:
        told = {"name": name, "quarters": "、".join(map(str, quarters))}
        yield Blocker(
            "quarter-missing", N_("“%(name)s”缺第%(quarters)s季度的收入，没有收入的也要填0"), told, "", "village"
        )
    if not _standing(facts).newest_line:
        yield Blocker("nothing-entered", N_("还没有录入任何收入"), {}, "", "village")


def signed(facts: Facts) -> Iterator[Blocker]:
    """Household and collector have signed what stands there now (TZ25), the earlier quarters checked (TZ08)."""
    standing = _standing(facts)
    if standing.signed_upto is None:
        yield Blocker("unsigned", N_("年度收入还没有农户和信息采集员双签字确认"), {}, "", "village")
    elif standing.signed_upto < standing.newest_line:
        text = N_("双签字之后收入又有改动，要请农户和信息采集员重新签字确认")
        yield Blocker("signed-before-change", text, {}, "", "village", attention=True)
    elif not standing.earlier_checked:
        yield Blocker("earlier-unchecked", N_("前三季度的收入还没有对照第四季度核实"), {}, "", "village")


def apart(facts: Facts) -> Iterator[Blocker]:
    """Who entered, and who reviewed below, does not review here."""
    standing, by = _standing(facts), facts.actor.id
    if by in standing.entered_by:
        yield Blocker("same-person", N_("这一户的收入有您录入或导入的，要由另一个人审核"), {}, "", facts.actor.role)
    if by in standing.reviewed_by:
        yield Blocker("reviewed-below", N_("下一级是您审核的，这一级要由另一个人审核"), {}, "", facts.actor.role)


def committed(level: str) -> Guard:
    """The level below has committed to the accuracy of what stands there now, where the plan asks for it (TZ26)."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        if level in _standing(facts).uncommitted:
            text = N_("%(level)s还没有对这一户现在的数据作出准确性承诺，或者承诺以后数据有变动")
            yield Blocker("uncommitted", text, {"level": TO_COMMIT[level]}, "四(二)", "township_leader")

    return guard


TO_COMMIT = {"village": N_("村级"), "township": N_("乡镇"), "county": N_("县级")}


def from_above(next_level: Mapping[str, str]) -> Guard:
    """Only who looks at it next, or a level above, sends it back; `next_level` names the former by state."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        level, role = next_level[facts.state], facts.actor.role
        if role in LEVELS and LEVELS.index(role) < LEVELS.index(level):
            yield Blocker("not-your-turn", N_("已经报到上一级，要由上一级退回"), {}, "", level)

    return guard


COMPLETE = Need("complete", N_("每个人四个季度的收入齐全"), complete)
SIGNED = Need("signed", N_("农户和信息采集员双签字"), signed)
APART = Need("apart", N_("审核人不是录入人，也不是下一级审核人"), apart)
