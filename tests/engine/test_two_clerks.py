"""Two clerks in two processes at one case: one wins, the other is told who and when, nothing is written twice."""

from multiprocessing import get_context

from engine.cases import Case
from engine.db import reading, work
from engine.ledger import Entry
from engine.runs import Step
from engine.verify import verify
from tests.engine import clerks
from tests.engine.office import CLERK, NOW, OTHER, make_permits, office

BOOK = office()
ROUNDS = 40


def side_by_side(db, target, permits, orders=(1, 1)):
    """Let two processes do the same at the same moment; answer what they told."""
    context = get_context("spawn")
    barrier, told = context.Barrier(2), context.Queue()
    url = db.url.render_as_string(hide_password=False)
    both = [
        context.Process(target=target, args=(url, permits[::order], by, barrier, told))
        for by, order in zip((CLERK, OTHER), orders, strict=True)
    ]
    for process in both:
        process.start()
    answers = [told.get(timeout=90) for _ in range(2 * (len(permits) if target is clerks.one_by_one else 1))]
    for process in both:
        process.join(60)
        assert process.exitcode == 0
    return answers


def nothing_was_written_twice(db, permits):
    with reading(db) as session:
        entries = session.query(Entry).filter(Entry.kind == "step", Entry.case_id.in_(permits))
        assert sorted(entry.case_id for entry in entries) == sorted(permits)
        for permit in permits:
            run = session.get_one(Case, permit).run_id
            statuses = {step.name: step.status for step in session.query(Step).filter_by(run_id=run)}
            assert statuses == {"apply": "done", "fire": "open", "site": "open", "sign": "waiting"}
        assert verify(session).faults == ()


def test_one_wins_and_the_other_is_told_who_and_when(db):
    with work(db) as session:
        permits = make_permits(session, BOOK, ROUNDS)

    answers = side_by_side(db, clerks.one_by_one, permits)

    for permit in permits:
        outcomes = {name: (what, at) for case, name, what, at in answers if case == permit}
        [winner] = [name for name, (what, _) in outcomes.items() if what == "won"]
        [loser] = {CLERK.name, OTHER.name} - {winner}
        assert outcomes[loser] == (winner, NOW)
    nothing_was_written_twice(db, permits)


def test_two_bulk_acts_share_the_cases_without_a_deadlock(db):
    with work(db) as session:
        permits = make_permits(session, BOOK, 300)

    answers = side_by_side(db, clerks.in_bulk, permits, orders=(1, -1))

    assert sorted((moved, codes) for _, moved, codes in answers) == [(0, ["step-done"]), (300, [])]
    nothing_was_written_twice(db, permits)
