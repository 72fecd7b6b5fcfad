"""What the year came to, in lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.cases import Case
from engine.runs import Run
from states.issued.paper import Paper
from states.leads.lead import Lead
from states.notices import Notice
from states.objections import Objection
from tests.year.playing import Year

COUNTED = (("线索", Lead), ("程序", Run), ("公示公告", Notice), ("异议", Objection), ("印发的报告", Paper))


def summary(session: Session, year: Year) -> Iterator[str]:
    """Days, acts, things, what was refused and why, what was late and when it was noticed, and seconds."""
    office = year.office
    yield f"工作日{year.days}天，办理{sum(office.done.values())}件，拒绝{sum(office.refused.values())}次"
    for what, table in COUNTED:
        yield f"{what}{session.scalar(select(func.count()).select_from(table))}"
    states = session.execute(
        select(Case.state, func.count()).where(Case.kind == "household").group_by(Case.state)
    ).all()
    yield "农户：" + "，".join(f"{state} {n}" for state, n in states)
    yield "人员：" + "，".join(f"{what} {n}" for what, n in office.staff.changed.items())
    rounds = year.rounds
    yield f"提醒{rounds.sent}次，其中报上一级{rounds.up}次，没有重复；停机{rounds.stood_still}天，次日补发"
    yield from _many("办理", office.done)
    yield from _many("拒绝", Counter({f"{what}: {code}": n for (what, code), n in office.refused.items()}))
    yield "超期（事项、件数、平均在超期后第几天被上一级看到）："
    for kind, n in year.watch.kinds.most_common():
        yield f"  {kind} {n} {year.watch.days[kind] / n:.0f}"
    yield "用时：" + "，".join(f"{what} {seconds:.0f}秒" for what, seconds in year.seconds.items())


def _many(title: str, found: Counter[str]) -> Iterator[str]:
    yield f"{title}："
    for what, n in sorted(found.items()):
        yield f"  {what} {n}"
