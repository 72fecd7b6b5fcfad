"""还差什么: the steps of a run as tasks, each need with what is missing, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from engine.actors import Actor
from engine.guards import Blocker, Need
from engine.outlook import (
    CANNOT_START,
    FINISHED,
    IN_PROGRESS,
    NEEDS_ACTION,
    NOT_STARTED,
    NeedView,
    Outlook,
    StepView,
)
from engine.runs import OPEN, SKIPPED
from engine.words import N_
from states.desk import notice_of
from states.evidence.record import KINDS
from states.roles import Permission, allows
from states.terms import terms_of

STANDINGS: dict[str, tuple[str, str, str]] = {
    NOT_STARTED: (N_("未开始"), "quiet", "circle"),
    IN_PROGRESS: (N_("进行中"), "active", "hourglass-split"),
    FINISHED: (N_("已完成"), "good", "check2"),
    CANNOT_START: (N_("尚不能开始"), "quiet", "lock"),
    NEEDS_ACTION: (N_("需处理"), "bad", "exclamation-circle"),
}
"""The five states of a task: word, tone and icon."""
EVIDENCE = "evidence:"
PAPERS = {"application": "application", "authorisation": "application", "consent": "consent"}
"""The paper that a household signs, for each kind of evidence that needs one."""


@dataclass(frozen=True, slots=True)
class Way:
    """Evidence that may stand in for another, and where it is recorded."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Lack:
    """A need of a step: its words, what is missing, and where this person can supply it ("" for nowhere).

    `paper` is the address of the form to be signed, where there is one; `others` are further kinds of evidence
    that would do as well. `scanned`: the signed paper came back, and only what it says is still to be recorded.
    """

    title: str
    missing: tuple[Blocker, ...]
    address: str
    paper: str = ""
    others: tuple[Way, ...] = ()
    scanned: bool = False

    @property
    def plain(self) -> bool:
        """Whether there is simply none of it yet."""
        return bool(self.missing) and self.missing[0].code.startswith("no-") and "evidence" in self.missing[0].facts


@dataclass(frozen=True, slots=True)
class Task:
    """A step of the run as a task on the page; `offers` is what may come besides, and changes what follows."""

    view: StepView
    lacks: tuple[Lack, ...]
    others: tuple[Blocker, ...]
    is_notice: bool
    notice: int
    offers: tuple[Way, ...] = ()

    @property
    def name(self) -> str:
        """The step's name."""
        return self.view.spec.name

    @property
    def standing(self) -> tuple[str, str, str]:
        """Word, tone and icon of its state."""
        return STANDINGS[self.view.task]

    @property
    def skipped(self) -> bool:
        """Whether it was left out by rule."""
        return self.view.row.status == SKIPPED

    @property
    def can_finish(self) -> bool:
        """Whether this person can finish it here and now."""
        return self.view.ready and not self.is_notice


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do next: a finished step, evidence to record, or a notice to see to."""

    act: str
    title: str
    address: str = ""


def tasks_of(outlook: Outlook, by: Actor, papers: Collection[str] = ()) -> list[Task]:
    """The steps of the run in order; `papers` are the kinds of evidence whose signed paper was scanned."""
    return [_task(outlook, view, by, papers) for view in outlook.steps]


def next_of(tasks: Sequence[Task]) -> Next | None:
    """What this person does next; None when the turn is somebody else's."""
    mine = [task for task in tasks if task.view.mine and task.view.row.status == OPEN]
    for task in mine:
        if task.can_finish:
            return Next("finish", task.view.spec.title, task.name)
    for task in mine:
        for lack in task.lacks:
            if lack.missing and lack.address:
                return Next("record", lack.title, lack.address)
    for task in mine:
        if task.is_notice:
            return Next("notice", task.view.spec.title, notice_address(task.notice))
    return None


def notice_address(notice: int) -> str:
    """The page of a notice, or the desk where it is drawn up."""
    return url_for("notices.show", notice_id=notice) if notice else url_for("notices.index")


def _task(outlook: Outlook, view: StepView, by: Actor, papers: Collection[str]) -> Task:
    facts = outlook.facts
    is_notice = terms_of(facts.definition, view.spec.name) is not None
    notice = notice_of(facts, view.spec) if is_notice else 0
    over = view.row.status in (SKIPPED, "done")
    lacks = tuple(_lack(one, facts.case_id, by, over, papers) for one in view.needs)
    said = {blocker for one in view.needs for blocker in map(_key, one.missing)}
    others = tuple(blocker for blocker in view.blockers if _key(blocker) not in said)
    if not view.mine:  # who is not asked need not read that the step is not theirs
        others = tuple(blocker for blocker in others if blocker.code not in ("role-required", "outside-area"))
    return Task(view, lacks, others, is_notice, notice, tuple(_offers(outlook, view, by)))


def _offers(outlook: Outlook, view: StepView, by: Actor) -> Iterator[Way]:
    """What may still come at an open step and makes a later one needed: a request for a re-check."""
    procedure = outlook.move.procedure if outlook.move else None
    if procedure is None or view.row.status != OPEN or not allows(by.role, Permission.RECORD_EVIDENCE):
        return
    for name in procedure.asked_for_by(view.spec.name):
        if by.role in KINDS[name].by and not outlook.facts.shown(name):
            yield Way(KINDS[name].title, url_for("evidence.new", kind=name, case=outlook.facts.case_id))


def _lack(view: NeedView, case_id: int, by: Actor, over: bool, papers: Collection[str]) -> Lack:
    """A need as a line; of one with alternatives the ways that lead to other forms stand beside the first."""
    ways: dict[str, Way] = {}
    for need in view.need.alternatives or (view.need,):
        if address := _address(need, view.missing, case_id, by, over):
            ways.setdefault(address, Way(need.title, address))
    first, *others = ways.values() or (Way("", ""),)
    scanned = bool(view.missing) and view.need.name.removeprefix(EVIDENCE) in papers
    paper = "" if scanned else _paper(view, case_id, by, over)
    return Lack(view.need.title, view.missing, first.address, paper, tuple(others), scanned)


def _paper(view: NeedView, case_id: int, by: Actor, over: bool) -> str:
    name = PAPERS.get(view.need.name.removeprefix(EVIDENCE), "")
    shown = name and view.missing and not over and allows(by.role, Permission.PRINT)
    return url_for("documents.paper", case_id=case_id, name=name) if shown else ""


def _key(blocker: Blocker) -> tuple[str, str]:
    return blocker.code, blocker.message


def _address(need: Need, missing: tuple[Blocker, ...], case_id: int, by: Actor, over: bool) -> str:
    if over or not need.name.startswith(EVIDENCE) or not allows(by.role, Permission.RECORD_EVIDENCE):
        return ""
    name = need.name.removeprefix(EVIDENCE)
    for blocker in missing:
        if blocker.code == "hit-unexplained" and by.role in KINDS["explanation"].by:
            return url_for("evidence.new", kind="explanation", case=case_id)
    if by.role not in KINDS[name].by or name == "department_answer":
        return ""
    return url_for("evidence.new", kind=name, case=case_id)
