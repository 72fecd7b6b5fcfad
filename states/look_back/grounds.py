"""Why a watched household is put on a check list (XZ06, XZ21): income raises a question, it never settles one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from states.evidence.stability import POINTS
from states.help.kinds import RISKS
from states.help.left_out import UNSAFE
from states.help.risks import Risk
from states.lifecycle import ELIMINATED, MONITORED, RE_FLAGGED
from states.look_back.check_lines import Ground
from states.look_back.watched import Watched
from states.packs.income_lines import Lines

SUDDEN = "sudden"
"""The category of those whom a sudden event brought on the list, whatever their income was."""


def grounds(one: Watched, lines: Lines, today: date) -> Mapping[str, list[Ground]]:
    """The ways for which something speaks, each with its grounds."""
    found = {way: list(ask(one, lines, today)) for way, ask in ASKED.items()}
    return {way: said for way, said in found.items() if said}


def _roll_back(one: Watched, _lines: Lines, _today: date) -> Iterator[Ground]:
    if one.state != ELIMINATED:
        return
    for doubt in one.doubts:
        if doubt.rule and doubt.rule.screen in (3, 4):
            yield Ground(f"screen-{doubt.rule.screen}", doubt.sentence)
    yield from _unstable(one)
    if running := [measure for measure in one.measures if measure.is_running]:
        plans = "、".join(measure.plan[:20] for measure in running)
        yield Ground("propped-up", f"已标注风险消除，仍在享受{len(running)}项帮扶措施：{plans}")


def _unstable(one: Watched) -> Iterator[Ground]:
    for name, title in POINTS.items():
        if name != "procedure_complete" and one.reviewed is not None and not one.reviewed[name]:
            yield Ground(f"unstable-{name}", f"稳定性研判：“{title}”没有做到")


def _clear_out(one: Watched, _lines: Lines, _today: date) -> Iterator[Ground]:
    income, line = one.home.identified_income, one.home.identified_line
    if income is not None and line is not None and income >= line and not one.weighed and one.home.category != SUDDEN:
        said = f"识别时人均纯收入{income}元，不低于当时的监测底线{line}元，也不是突发严重困难户"
        yield Ground("income-over", said)
    for item in one.unexplained:
        yield Ground("hit-unexplained", f"部门比对命中“{item}”，没有核实说明")


def _re_flag(one: Watched, _lines: Lines, _today: date) -> Iterator[Ground]:
    since = one.home.eliminated_on
    if one.state != ELIMINATED or since is None:
        return
    for risk in one.risks:
        if risk.is_open and risk.found_on > since:
            yield Ground("new-risk", f"风险消除以后，{risk.found_on}新发现风险：{_named(risk)}")
    if one.reviewed is not None and one.reviewed["new_risk"]:
        yield Ground("reviewed-new-risk", "稳定性研判：又出现新的返贫致贫风险")
    if one.last is not None and one.last.on > since:
        for name, text in UNSAFE.items():
            if one.last.body.get(name) is False:
                yield Ground(name, f"风险消除以后，{one.last.on}入户看到{text}")


def _eliminate(one: Watched, lines: Lines, today: date) -> Iterator[Ground]:
    helped, line = one.facts.help, lines.at(one.home.village, today)
    if one.state not in (MONITORED, RE_FLAGGED) or not one.risks or any(risk.is_open for risk in one.risks):
        return
    if one.facts.able == 0 or not helped.income_stable or not helped.expenses_controlled:
        return
    income = one.last.income if one.last else None
    if income is not None and line is not None and income < line:
        return
    yield Ground("risk-gone", f"登记的{len(one.risks)}项风险都已消除，最近一次季度核查收入稳定、刚性支出可控")


def _named(risk: Risk) -> str:
    word = RISKS.get(risk.kind, risk.kind)
    return f"{word}（{risk.remark}）" if risk.remark else word


ASKED: Mapping[str, Callable[[Watched, Lines, date], Iterator[Ground]]] = {
    "roll_back": _roll_back,
    "clear_out": _clear_out,
    "re_flag": _re_flag,
    "eliminate": _eliminate,
}
