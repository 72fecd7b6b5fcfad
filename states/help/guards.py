"""What a household's help says against elimination (BZ12, and the measure that must have reached each named risk)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.facts import Facts
from engine.guards import Blocker, Guard
from engine.words import N_
from states.help.kinds import RISKS


def measure_delivered(basis: str) -> Guard:
    """Each named risk was reached by at least one delivered measure; a risk that went by itself needs none."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        if not facts.subject.help.risks:
            yield Blocker("no-risk-named", N_("还没有登记返贫致贫风险，无法判断帮扶是否对症"), {}, basis, "village")
        for kind in facts.subject.help.unreached:
            text = N_("风险“%(risk)s”还没有落实对应的帮扶措施")
            yield Blocker("measure-not-delivered", text, {"risk": RISKS.get(kind, kind)}, basis, "village")

    return guard


def stable_income(basis: str) -> Guard:
    """The newest quarterly check found stable income and controlled expenses; otherwise help goes on."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        told = facts.subject.help
        if told.income_stable is None:
            text = N_("还没有季度核查记录，无法判断收入和支出是否稳定")
            yield Blocker("not-checked", text, {}, basis, "township")
        if told.income_stable is False:
            text = N_("收入不稳定，要在稳定增收上继续帮扶，暂不标注风险消除")
            yield Blocker("income-unstable", text, {}, basis, "village")
        if told.expenses_controlled is False:
            text = N_("刚性支出不可控，要继续帮扶，暂不标注风险消除")
            yield Blocker("expenses-uncontrolled", text, {}, basis, "village")

    return guard
