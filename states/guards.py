"""The guards that packs may name, besides evidence: each with its typed parameters. Nothing else can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.facts import Facts
from engine.guards import Blocker, Guard
from engine.words import N_
from states.evidence.kinds import Params
from states.help.guards import measure_delivered, stable_income
from states.notice_guards import no_open_objection


@dataclass(frozen=True, slots=True)
class GuardKind:
    """A guard by name: its title on the task list, its parameters, and how it is made."""

    name: str
    title: str
    make: Callable[[Any, str], Guard]
    params: type[Params] = Params


class LabourParams(Params):
    """Whether one able member is enough (`whole`: held only when nobody is able) or all must be."""

    hold: Literal["whole", "any"] = "whole"


def _labour(params: LabourParams, basis: str) -> Guard:
    def guard(facts: Facts) -> Iterator[Blocker]:
        subject = facts.subject
        held = subject.able == 0 if params.hold == "whole" else subject.able < subject.members
        if held and subject.untold:
            text = N_("还有%(n)s口人没有登记劳动能力，无法判断是否整户无劳动能力")
            yield Blocker("labour-untold", text, {"n": subject.untold}, basis, "village")
        elif subject.members and held:
            text = N_("整户无劳动能力，落实保障后继续跟踪监测，暂不标注风险消除")
            yield Blocker("no-labour", text, {}, basis, "")

    return guard


def _nobody_left(_: Params, basis: str) -> Guard:
    def guard(facts: Facts) -> Iterator[Blocker]:
        if facts.subject.members:
            text = N_("家里还有%(n)s口人，不能销户")
            yield Blocker("members-left", text, {"n": facts.subject.members}, basis, "village")

    return guard


def _somebody_there(_: Params, basis: str) -> Guard:
    def guard(facts: Facts) -> Iterator[Blocker]:
        if not facts.subject.members:
            yield Blocker("no-members", N_("家里没有在册成员"), {}, basis, "village")

    return guard


GUARDS: dict[str, GuardKind] = {
    kind.name: kind
    for kind in (
        GuardKind("no_open_objection", N_("没有未办结的异议"), lambda _, basis: no_open_objection(basis)),
        GuardKind("labour_hold", N_("不是整户无劳动能力"), _labour, LabourParams),
        GuardKind("nobody_left", N_("家庭成员均已减少"), _nobody_left),
        GuardKind("somebody_there", N_("有在册成员"), _somebody_there),
        GuardKind("measure_delivered", N_("每项风险都有落实的帮扶措施"), lambda _, basis: measure_delivered(basis)),
        GuardKind("stable_income", N_("收入稳定、刚性支出可控"), lambda _, basis: stable_income(basis)),
    )
}
