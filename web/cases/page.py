"""The case page: who it is, what comes next, what is still missing, and everything that lies in the file."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine import evidence, ledger, outlook
from engine.actors import Actor
from engine.back import mark_seen
from engine.definition import Move
from engine.errors import NotFound
from engine.outlook import Outlook
from engine.procedure import Procedure
from engine.runs import DONE, OPEN
from states import case_file, members, openings, regions
from states.codes import codes
from states.evidence.record import KINDS
from states.evidence.responses import LEVELS
from states.help import responses
from states.identified import identified
from states.leads.desk import about as leads_about
from states.lifecycle import WAYS
from states.look_back import gaps, overdue
from states.look_back.finished import WATCHED
from states.look_back.whole_way import fills_of
from states.members import Member
from states.notices import NOTICE
from states.objections import OBJECTION
from states.problems.desk import about as problems_about
from states.roles import Permission
from states.scans import papers
from states.wordings import choosing
from web import drawing, now, tools, who
from web.access import Area, access, may
from web.cases.blueprint import bp
from web.cases.entries import told
from web.cases.papers import papers_of
from web.cases.tasks import Task, next_of, tasks_of
from web.database import reading, work
from web.scans.naming import form_title
from web.words import term

RECENT = 6


@bp.get("/<int:case_id>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD, logs_opening=True)
def show(case_id: int) -> str:
    """Open a household's file: the opening is logged, and nobody withdraws under a reader any more."""
    by, at, book = who.actor(), now.now(), tools.book()
    numbers = "numbers" in request.args and may(Permission.EDIT_HOUSEHOLD)
    with work() as db:
        household = case_file.household(db, case_id, by)
        kind = "household-numbers" if numbers else "household"
        openings.note(db, who.signed_in().id, f"{kind}:{household.id}", now.wall())
        mark_seen(db, case_id, by=by, at=at)
    with reading() as db:
        view = outlook.one(db, book, case_id, by, at)
        people = members.of_households(db, [household.id])[household.id]
        shown = evidence.of_case(db, case_id)
        files = evidence.files_of(db, [one.id for _exhibit, one in shown])
        notices, objections = case_file.notices(db, case_id), case_file.objections(db, case_id)
        runs, times = case_file.runs(db, case_id), responses.of_case(db, case_id, at)
        leads = leads_about(db, household.id, by)
        problems = problems_about(db, household.id, by)
        scanned = papers.of_households(db, [household.id]).get(household.id, [])
        entries = ledger.history(db, case_id, limit=RECENT) if may(Permission.READ_HISTORY) else []
        place = regions.full_name(db, household.group_code, above=by.area[:9])
        possible = _possible(db, view, by) if may(Permission.ADVANCE) and view.move is None else []
        watched = view.facts.state in WATCHED
        lacking = gaps.of_case(db, book, case_id, by, at) if watched else []
        long, later = overdue.plan_of(db, household, now.today()) if watched else None, fills_of(db, case_id)
        labels = {run.id: book.definition(db, run.definition).by_name[run.move].label for run in runs}
    rested = identified(household)
    tasks = tasks_of(view, by, papers.waiting_kinds(scanned, view.facts.run_id))
    standing = {task.name: task.view.row.status for task in tasks}
    steps = view.move.procedure if view.move else None
    return render_template(
        "cases/show.html", household=household, view=view, facts=view.facts, place=place, tasks=tasks,
        next=next_of(tasks), people=people, lines=[_member(one, numbers) for one in people], numbers=numbers,
        waiting=[task for task in tasks if task.view.row.status == OPEN and not task.view.mine],
        back=_withdrawable(tasks, steps, by),
        may_return=any(task.view.mine and task.view.row.status == OPEN for task in tasks)
        and any(task.view.row.status == DONE for task in tasks),
        shown=shown, files=files, kinds=KINDS, notices=notices, objections=objections, runs=runs, labels=labels,
        notice_labels=NOTICE.labels, objection_labels=OBJECTION.labels,
        entries=[(entry, told(entry, view.definition)) for entry in entries], codes=codes,
        life=drawing.lifecycle(
            view.definition, view.facts.state, _("监测对象的各种状态"), term, view.move.name if view.move else ""
        ),
        graph=drawing.procedure(steps, standing, _("程序的各个步骤"), term) if steps else "",
        possible=possible, rested=rested, times=times, levels=LEVELS,
        papers=papers_of(case_id, household.kind, view.facts.state),
        scanned=scanned, form_title=form_title,
        lacking=lacking, long=long, later=later, leads=leads, problems=problems, standings=overdue.STANDINGS,
    )  # fmt: skip


def _withdrawable(tasks: list[Task], steps: Procedure | None, by: Actor) -> list[Task]:
    """The steps that this person finished and may still take back: nothing after them is done or seen by another."""
    rows = {task.name: task.view.row for task in tasks}
    return [
        task
        for task in tasks
        if steps
        and rows[task.name].status == DONE
        and rows[task.name].done_by == by.id
        and not any(
            rows[name].status == DONE or (rows[name].status == OPEN and rows[name].seen_by not in ("", by.id))
            for name in steps.descendants[task.name]
        )
    ]


def _possible(db: Session, view: Outlook, by: Actor) -> list[Move]:
    """The procedures that this person may begin under the plan in force here today."""
    try:
        facts = view.facts
        definition = choosing.to_begin(db, facts.area, facts.state, facts.definition, now.today())
    except NotFound:
        return []
    return [
        move
        for move in sorted(definition.moves_from(view.facts.state), key=lambda one: list(WAYS).index(one.way))
        if move.procedure and (not move.by or by.role in move.by)
    ]


def _member(member: Member, whole: bool) -> dict[str, str]:
    """The words of one line of the family; the number of a person is masked unless asked for."""
    on = now.today()
    age = member.age_on(on)
    number = member.id_no if whole or len(member.id_no) < 12 else f"{member.id_no[:4]}{'*' * 10}{member.id_no[-2:]}"
    return {
        "name": member.name,
        "relation": codes("relation").label(member.relation),
        "sex": codes("sex").label(member.sex),
        "age": "" if age is None else str(age),
        "number": number,
        "labour": member.labour_label,
    }
