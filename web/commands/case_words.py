"""Cases, steps, reasons and entries as rows to be printed."""

from __future__ import annotations

from typing import Any

from engine.advance import Advanced
from engine.clock import OFFICE
from engine.guards import Blocker
from engine.ledger import Entry
from engine.outlook import StepView
from states.case_list import Listed
from states.lifecycle import LABELS
from states.roles import ROLES

LISTED = {"case": "案卷", "number": "户编号", "head": "户主", "area": "地区", "label": "状态", "move": "办理中"}
STEPS = {"step": "步骤", "title": "名称", "by": "岗位", "task": "进度", "due_on": "截止", "done_by": "经办"}
BLOCKERS = {"title": "步骤", "message": "还差什么", "basis": "依据", "settled_by": "由谁处理", "earliest_on": "最早"}
HISTORY = {"sequence": "序号", "at": "时间", "by": "经办", "kind": "事项", "facts": "内容"}
TASKS = {
    "not-started": "未开始",
    "in-progress": "进行中",
    "finished": "已完成",
    "cannot-start": "尚不能开始",
    "needs-action": "需处理",
}


def listed(one: Listed) -> dict[str, Any]:
    """A case of the list."""
    return {
        "case": one.case_id,
        "number": one.number,
        "head": one.head_name,
        "area": one.area,
        "state": one.state,
        "label": LABELS.get(one.state, one.state),
        "move": one.move,
        "version": one.version,
    }


def stepped(view: StepView) -> dict[str, Any]:
    """A step of the run."""
    return {
        "step": view.spec.name,
        "title": view.spec.title,
        "by": view.spec.by_title,
        "status": view.row.status,
        "task": TASKS[view.task] + (f"（{view.row.remark}）" if view.row.remark else ""),
        "due_on": view.due_on,
        "done_by": view.row.done_by_name,
        "ready": view.ready,
    }


def blocked(step: str, title: str, one: Blocker) -> dict[str, Any]:
    """A reason against an act."""
    return {
        "step": step,
        "title": title,
        "code": one.code,
        "message": one.message,
        "basis": one.basis,
        "settled_by": ROLES[one.settled_by].title if one.settled_by in ROLES else one.settled_by,
        "earliest_on": one.earliest_on,
    }


def entry(one: Entry) -> dict[str, Any]:
    """A line of the ledger."""
    return {
        "sequence": one.sequence,
        "at": f"{one.at.astimezone(OFFICE):%Y-%m-%d %H:%M}",
        "by": one.actor_name,
        "kind": one.kind,
        "facts": one.facts,
        "seal": one.seal,
    }


def advanced(one: Advanced) -> dict[str, Any]:
    """What an act did to one case."""
    return one._asdict()
