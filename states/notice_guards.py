"""The guards that wait for a notice to have run its days, and for objections to be settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.facts import Facts
from engine.guards import Blocker, Guard
from engine.words import N_
from states.terms import ANNOUNCEMENT, NOTICE

NOTICE_CODES = frozenset({"notice-missing", "notice-not-posted", "notice-running", "notice-interrupted"})


INTERRUPTED, NOT_POSTED, RUNNING, AGAIN, MISSING = range(5)
TEXTS = {
    NOTICE: (
        N_("公示中断了，要重新张贴后继续"),
        N_("公示还没有在规定地点全部张贴"),
        N_("公示到%(last)s才满，%(earliest)s起可以办理"),
        N_("退回之后要重新公示，这一户还没有列入新的公示"),
        N_("这一户还没有列入公示"),
    ),
    ANNOUNCEMENT: (
        N_("公告中断了，要重新张贴后继续"),
        N_("公告还没有在规定地点全部张贴"),
        N_("公告到%(last)s才满，%(earliest)s起可以办理"),
        N_("退回之后要重新公告，这一户还没有列入新的公告"),
        N_("这一户还没有列入公告"),
    ),
}


def running(
    status: str, last_on: date, today: date, basis: str = "", settled_by: str = "", kind: str = NOTICE
) -> Iterator[Blocker]:
    """Every reason why a notice has not run its days: it hangs too short a time, came down, or never hung."""
    texts = TEXTS[kind]
    if status == "interrupted":
        yield Blocker("notice-interrupted", texts[INTERRUPTED], {}, basis, settled_by)
    elif status not in ("posted", "closed"):
        yield Blocker("notice-not-posted", texts[NOT_POSTED], {}, basis, settled_by)
    elif today <= last_on:
        earliest = last_on + timedelta(days=1)
        told = {"last": last_on, "earliest": earliest}
        yield Blocker("notice-running", texts[RUNNING], told, basis, "", earliest)


def notice_over(step: str, basis: str = "", kind: str = NOTICE) -> Guard:
    """The household stands on a list posted for this round of `step`, and the period is over."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        fact = facts.steps.get(step)
        lines = [line for line in facts.subject.notices if line.step == step and line.in_force]
        present = [line for line in lines if fact is not None and line.round == fact.round]
        if present:
            yield from running(present[-1].status, present[-1].last_on, facts.today, basis, kind=kind)
        else:
            yield Blocker("notice-missing", TEXTS[kind][AGAIN if lines else MISSING], {}, basis)

    return guard


def no_open_objection(basis: str = "") -> Guard:
    """No objection against the household waits for an answer, and none was upheld without its being sent back."""

    def guard(facts: Facts) -> Iterator[Blocker]:
        waiting, upheld = facts.subject.open_objections, facts.subject.upheld_objections
        if waiting:
            yield Blocker(
                "objection-open", N_("有%(n)s条未办结的异议"), {"n": waiting}, basis, "village", attention=True
            )
        if upheld:
            text = N_("有%(n)s条异议查实成立，要退回重办或终止办理")
            yield Blocker("objection-upheld", text, {"n": upheld}, basis, "village", attention=True)

    return guard
