"""The guards that packs may name, besides evidence: each with its typed parameters. Nothing else can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.facts import Facts
from engine.guards import Blocker, Guard
from engine.words import N_
from states.evidence.kinds import Params
from states.help.guards import measure_delivered, stable_income
from states.notice_guards import no_open_objection
from states.weighing_guards import (
    Months,
    guaranteed,
    identified_for,
    income_lasting,
    income_weighed,
    no_new_risk,
)


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
        whole, lacking = subject.able == 0, subject.members - subject.able
        held = whole if params.hold == "whole" else lacking > 0
        if held and subject.untold:
            some = N_("还有%(n)s口人没有登记劳动能力，无法判断家里有没有无劳动能力的人")
            nobody = N_("还有%(n)s口人没有登记劳动能力，无法判断是否整户无劳动能力")
            yield Blocker("labour-untold", nobody if whole else some, {"n": subject.untold}, basis, "village")
        elif subject.members and held:
            some = N_("家里有%(n)s口人无劳动能力，落实保障后继续跟踪监测，暂不标注风险消除")
            nobody = N_("整户无劳动能力，落实保障后继续跟踪监测，暂不标注风险消除")
            yield Blocker("no-labour", nobody if whole else some, {"n": lacking}, basis, "")

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


def _once_registered(_: Params, basis: str) -> Guard:
    def guard(facts: Facts) -> Iterator[Blocker]:
        if facts.subject.identified_on is None:
            yield Blocker("never-registered", N_("这一户从未识别登记过，不能按返贫办理"), {}, basis, "township")

    return guard


def _system_open(_: Params, basis: str) -> Guard:
    def guard(facts: Facts) -> Iterator[Blocker]:
        today, spans = facts.today.isoformat(), [one.facts for one in facts.shown("system_opened")]
        if any(span["opened_on"] <= today <= (span.get("until") or today) for span in spans):
            return
        coming = [date.fromisoformat(span["opened_on"]) for span in spans if span["opened_on"] > today]
        if coming:
            text = N_("系统权限%(opens)s才开放")
            yield Blocker("system-closed", text, {"opens": min(coming)}, basis, "", min(coming))
        else:
            text = N_("系统权限已经关闭，要等重新开放") if spans else N_("系统还没有开放权限，暂不能标注")
            yield Blocker("system-closed", text, {}, basis, "county")

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
        GuardKind("identified_for", N_("识别已满规定的月数"), identified_for, Months),
        GuardKind("income_lasting", N_("收入持续稳定满规定的月数"), income_lasting, Months),
        GuardKind("income_weighed", N_("收入经过综合研判，不单独决定"), income_weighed),
        GuardKind("guaranteed", N_("“三保障”和饮水安全有保障"), guaranteed),
        GuardKind("no_new_risk", N_("没有出现新的风险"), no_new_risk),
        GuardKind("once_registered", N_("曾经识别登记过"), _once_registered),
        GuardKind("system_open", N_("系统已开放权限"), _system_open),
    )
}
