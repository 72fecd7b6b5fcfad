"""Where time goes: how long each step took and on whose desk, drawn on the procedure, the narrowest place named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from engine.definition import Move
from engine.errors import NotFound
from publicity.charts.chart import Chart, Series
from states import desk, regions
from states.figures.memory import memory_of
from states.figures.scope import Scope, names_of
from states.figures.waiting import PERIODS, QUARTER, Wait, bottleneck, by_role, commonest, count, days_of, waits
from states.packs.loader import Pack
from states.packs.store import in_force, of_digest
from states.roles import Permission
from states.terms import terms_of
from web import who
from web.access import Area, access
from web.database import reading
from web.figures.asked import asked, path_of
from web.figures.blueprint import bp
from web.flow_chart import chart, svg
from web.words import role_title, term


@dataclass(frozen=True, slots=True)
class Row:
    """A step with its words; `notice` says that a period has to run, whoever sits at the desk."""

    wait: Wait
    title: str
    move: str
    notice: bool


@bp.get("/time")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def time() -> str:
    """Draw the procedure of a move with the time its steps took."""
    here, own = asked(), who.actor().area
    period = request.args.get("period", "")
    period = period if period in PERIODS else QUARTER
    days = days_of(period, here.today)
    with reading() as db:
        places = memory_of(db).of(db, count, here.area, here.finest, days)
        found = waits(places.values())
        plan = _plan(db, here, commonest(places.values(), request.args.get("move", "")))
        titles, names = desk.titles(db, here.area), names_of(db, here)
        names |= regions.names(db, path_of(here, own))
    move = _move(plan, found)
    rows = [_row(one, titles, plan) for one in found]
    return render_template(
        "figures/time.html", scope=here, names=names, path=path_of(here, own), rows=rows, says=_says(rows), days=days,
        period=period, periods=PERIODS,
        graph=_graph(plan, move, found) if plan and move else "", move=move, roles=_roles(found),
        moves=plan.definition.moves if plan else (),
    )  # fmt: skip


def _plan(db: Session, here: Scope, digest: str) -> Pack | None:
    """The plan under which most was done; where nothing was, the one that holds at the place."""
    try:
        return of_digest(db, digest) if digest else in_force(db, here.area, here.today)
    except NotFound:
        return None


def _move(plan: Pack | None, found: Sequence[Wait]) -> Move | None:
    """The move that is asked for, else the one on which most time went."""
    known = {one.name: one for one in (plan.definition.moves if plan else ()) if one.procedure}
    wanted = [request.args.get("move", ""), *(one.move for one in found), *known]
    return next((known[name] for name in wanted if name in known), None)


def _row(wait: Wait, titles: Mapping[str, str], plan: Pack | None) -> Row:
    moves = {one.name: one.label for one in plan.definition.moves} if plan else {}
    notice = bool(plan and terms_of(plan.digest, wait.step))
    return Row(wait, titles.get(wait.step, wait.step), moves.get(wait.move, wait.move), notice)


def _says(rows: Sequence[Row]) -> str:
    """The narrowest place in a sentence."""
    slow = bottleneck([row.wait for row in rows])
    row = next((one for one in rows if one.wait == slow), None)
    if slow is None or row is None:
        return _("这段时间办结的环节都在当天办完") if rows else ""
    told = {"step": term(row.title), "n": slow.n, "median": slow.median, "p90": slow.p90, "total": slow.total}
    if row.notice:
        text = _("最费时间的是“%(step)s”：%(n)s次共%(total)s天，一半在%(median)s天以内；这是公示期，不能缩短", **told)
    else:
        text = _(
            "最费时间的是“%(step)s”，等的是%(role)s：%(n)s次共%(total)s天，一半在%(median)s天以内，九成在%(p90)s天以内",
            role=role_title(slow.role), **told,
        )  # fmt: skip
    return str(text)


def _graph(plan: Pack, move: Move, found: Sequence[Wait]) -> Markup:
    mine = {one.step: one for one in found if one.move == move.name}
    slow = bottleneck(list(mine.values()))
    said = {
        name: [_("一半%(median)s天内，九成%(p90)s天内", median=one.median, p90=one.p90), _("%(n)s次", n=one.n)]
        for name, one in mine.items()
    }
    drawn = chart(plan.definition, move, term, said, slow.step if slow else "")
    return svg(drawn, _("%(move)s各步骤用的时间", move=term(move.label)))


def _roles(found: Sequence[Wait]) -> Chart | None:
    """On whose desk the days were spent."""
    days = {role: n for role, n in by_role(found).items() if n}
    if not days:
        return None
    most, total = next(iter(days)), sum(days.values())
    says = _("%(role)s用的天数最多，占%(percent)s%%", role=role_title(most), percent=round(100 * days[most] / total))
    return Chart(
        kind="bars", says=str(says), along=_("岗位"), labels=[role_title(one) for one in days], unit=_("天"),
        series=[Series(name=_("天数"), values=list(days.values()))],
    )  # fmt: skip
