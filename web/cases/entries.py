"""A line of the ledger in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.definition import Definition
from engine.ledger import Entry
from engine.words import N_
from states.changes.change import EDIT, NATURES
from states.changes.fields import field_of
from states.evidence.record import KINDS
from states.lifecycle import WAYS
from states.objections import OBJECTION
from web.scans.naming import form_title
from web.words import say as _
from web.words import term

SUBJECTS = ("household", "member")
Said = Callable[[dict[str, Any], Definition], str]
RETURN_REASONS = {
    "incomplete": N_("材料不全"),
    "incorrect": N_("内容有误"),
    "procedure": N_("程序不合规定"),
    "doubt": N_("有疑点，要再核实"),
    "objection": N_("异议查实"),
    "other": N_("其他"),
}
DONE_TO_NOTICE = {
    "posted": N_("公示已张贴，开始计算期限"),
    "moved": N_("公示期限按新的放假安排调整"),
    "extended": N_("公示期延长"),
    "removed": N_("移出公示"),
    "cancelled": N_("公示撤销"),
    "interrupted": N_("公示中断"),
    "replaced": N_("公示重新编排"),
}
KEPT = {
    "work": N_("务工记录"),
    "work-sheet": N_("务工情况表"),
    "work-settled": N_("务工信息核实"),
    "student": N_("雨露计划学生"),
    "study-subsidy": N_("雨露计划补助"),
    "training": N_("技能培训"),
    "risk": N_("返贫致贫风险"),
    "measure": N_("帮扶措施"),
    "delivery": N_("措施落实"),
    "help-check": N_("帮扶季度核查"),
    "help-effect": N_("帮扶成效"),
    "security": N_("住房、就学、家庭医生核实"),
}


def told(entry: Entry, definition: Definition) -> str:
    """What happened, in the reader's language; what is not known by name stays as its code."""
    if entry.kind in KEPT:
        return _kept(KEPT[entry.kind], entry.told)
    say = SAID.get(entry.kind)
    return say(entry.told, definition) if say else entry.kind


def step_title(name: str, definition: Definition) -> str:
    """The title of a step by its name; where several moves have it, the title of the more usual one."""
    for move in sorted(definition.moves, key=lambda one: list(WAYS).index(one.way)):
        if move.procedure and name in move.procedure.by_name:
            return term(move.procedure.by_name[name].title)
    return name


def _move(name: str, definition: Definition) -> str:
    return term(definition.by_name[name].label) if name in definition.by_name else name


def _opened(facts: dict[str, Any], definition: Definition) -> str:
    return _("建档，状态“%(state)s”", state=_state(facts, definition))


def _state(facts: dict[str, Any], definition: Definition) -> str:
    return term(definition.labels.get(facts.get("state", ""), ""))


def _started(facts: dict[str, Any], definition: Definition) -> str:
    return _("启动“%(move)s”程序", move=_move(facts["move"], definition)) + _left_out(facts, definition)


def _back_fill_started(facts: dict[str, Any], definition: Definition) -> str:
    return _("启动补程序（补录）：补“%(move)s”缺的材料", move=_move(facts["move"], definition))


def _back_fill_step(facts: dict[str, Any], definition: Definition) -> str:
    return _("补办“%(step)s”（补录）", step=step_title(facts["act"], definition)) + _note(facts)


def _back_filled(facts: dict[str, Any], definition: Definition) -> str:
    act = step_title(facts["act"], definition)
    return _("补办“%(step)s”，补程序办完（补录），状态和原来的日期不变", step=act) + _note(facts)


def _taken_over(facts: dict[str, Any], definition: Definition) -> str:
    return _("承接为“%(state)s”，依据：%(source)s", state=_state(facts, definition), source=facts["source"])


DONE_TO_LINE = {
    "confirmed": N_("村级确认列入核查名单"),
    "struck": N_("村级从核查名单上划去"),
}


def _check_line(facts: dict[str, Any], definition: Definition) -> str:
    ways = "、".join(_move(name, definition) for name in facts["way"].split("、"))
    said = _("%(act)s（%(move)s）", act=term(DONE_TO_LINE[facts["did"]]), move=ways)
    return said + (f"：{facts['reason']}" if facts["reason"] else "")


def _step(facts: dict[str, Any], definition: Definition) -> str:
    said = _("办完“%(step)s”", step=step_title(facts["act"], definition))
    return said + _left_out(facts, definition) + _note(facts)


def _left_out(facts: dict[str, Any], definition: Definition) -> str:
    """The steps that were left out by rule, each with why."""
    return "".join(
        _("；“%(step)s”免办（%(reason)s）", step=step_title(name, definition), reason=term(reason))
        for name, reason in facts.get("skipped", {}).items()
    )


def _moved(facts: dict[str, Any], definition: Definition) -> str:
    act, state = step_title(facts["act"], definition), _state(facts, definition)
    said = _("办完“%(step)s”，状态变为“%(state)s”", step=act, state=state)
    return said + _left_out(facts, definition) + _note(facts)


def _note(facts: dict[str, Any]) -> str:
    return _("；意见：%(note)s", note=facts["note"]) if facts.get("note") else ""


def _evidence(facts: dict[str, Any], _definition: Definition) -> str:
    title = term(KINDS[facts["kind"]].title) if facts["kind"] in KINDS else facts["kind"]
    said = _("更正“%(evidence)s”", evidence=title) if "supersedes" in facts else _("登记“%(evidence)s”", evidence=title)
    if facts.get("late") or facts.get("back_fill"):
        said += _("（补录）")
    return said + (_("；原因：%(reason)s", reason=facts["reason"]) if facts.get("reason") else "")


def _kept(what: str, facts: dict[str, Any]) -> str:
    title = term(what)
    return (
        _("更正“%(evidence)s”", evidence=title) if facts.get("supersedes") else _("登记“%(evidence)s”", evidence=title)
    )


def _sent_back(facts: dict[str, Any], definition: Definition) -> str:
    code = term(RETURN_REASONS.get(facts["code"], facts["code"]))
    told_ = {"step": step_title(facts["step"], definition), "code": code, "reason": facts["reason"]}
    return _("退回到“%(step)s”（%(code)s）：%(reason)s", **told_)


def _withdrawn(facts: dict[str, Any], definition: Definition) -> str:
    return _("撤回“%(step)s”", step=step_title(facts["step"], definition))


def _broken_off(facts: dict[str, Any], _definition: Definition) -> str:
    return _("终止办理：%(reason)s", reason=facts["reason"])


def _notice(facts: dict[str, Any], _definition: Definition) -> str:
    said = term(DONE_TO_NOTICE.get(facts.get("did", ""), N_("公示有变动")))
    number = facts.get("number", "")
    return _("%(act)s（%(number)s号）", act=said, number=number) if number else said


def _objection(facts: dict[str, Any], _definition: Definition) -> str:
    outcome = facts.get("outcome", "")
    move = OBJECTION.by_name.get(outcome)
    said = OBJECTION.labels.get(move.target if move else outcome)
    return _("异议：%(state)s", state=term(said)) if said else _("收到一条异议")


def _placed(facts: dict[str, Any], _definition: Definition) -> str:
    said = _(
        "区划调整：从%(old)s到%(new)s；原因：%(reason)s", old=facts["from"], new=facts["to"], reason=facts["reason"]
    )
    return said + (f"（{facts['document']}）" if facts.get("document") else "")


def _grid(facts: dict[str, Any], _definition: Definition) -> str:
    return _("编入网格“%(name)s”", name=facts["name"]) if facts["grid"] else _("离开原来的网格")


def _located(facts: dict[str, Any], _definition: Definition) -> str:
    return _("更正坐标；原因：%(reason)s", reason=facts["reason"]) if "supersedes" in facts else _("登记坐标")


def _paired(facts: dict[str, Any], _definition: Definition) -> str:
    said = _("结对帮扶责任人%(name)s（%(unit)s）", name=facts["helper"], unit=facts["unit"])
    return said + (_("；原因：%(reason)s", reason=facts["reason"]) if facts.get("reason") else "")


def _unpaired(facts: dict[str, Any], _definition: Definition) -> str:
    return _("与%(name)s的结对结束；原因：%(reason)s", name=facts["helper"], reason=facts["reason"])


def _situation(facts: dict[str, Any], _definition: Definition) -> str:
    return _("登记%(day)s的收入和保障情况", day=facts["as_of_on"])


def _changed(facts: dict[str, Any], _definition: Definition) -> str:
    nature = term(NATURES.get(facts["nature"], facts["nature"]))
    label = next((one.label for kind in SUBJECTS if (one := field_of(kind, facts["field"]))), "")
    what = _("%(nature)s（%(field)s）", nature=nature, field=term(label)) if facts["nature"] == EDIT else nature
    return _("核对入册：%(what)s，%(who)s提出", what=what, who=facts["proposed_by"])


def _migrated(facts: dict[str, Any], definition: Definition) -> str:
    said = _("改按新方案办理")
    for name, reasons in facts.get("reopened", {}).items():
        said += _("；“%(step)s”重办（%(why)s）", step=step_title(name, definition), why="、".join(reasons))
    if dropped := facts.get("dropped"):
        said += _("；不再要的步骤：%(steps)s", steps="、".join(dropped))
    return said


def _scanned(facts: dict[str, Any], _definition: Definition) -> str:
    forms = "、".join(dict.fromkeys(form_title(one["form"]) for one in facts["pages"]))
    return _("扫描归档%(forms)s，%(n)s页", forms=forms, n=len(facts["pages"]))


def _scan_undone(facts: dict[str, Any], _definition: Definition) -> str:
    return _("撤销扫描归档：%(form)s", form=form_title(facts["form"]))


SAID: dict[str, Said] = {
    "opened": _opened,
    "started": _started,
    "step": _step,
    "moved": _moved,
    "back-fill-started": _back_fill_started,
    "back-fill-step": _back_fill_step,
    "back-filled": _back_filled,
    "taken-over": _taken_over,
    "check-line": _check_line,
    "evidence": _evidence,
    "sent-back": _sent_back,
    "withdrawn": _withdrawn,
    "broken-off": _broken_off,
    "notice": _notice,
    "objection": _objection,
    "placed": _placed,
    "grid": _grid,
    "located": _located,
    "paired": _paired,
    "unpaired": _unpaired,
    "situation": _situation,
    "changed": _changed,
    "migrated": _migrated,
    "scanned": _scanned,
    "scan-undone": _scan_undone,
}
