"""Thousands of cases run while the wording changes: none is stranded, and the preview's numbers are the migration's."""

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from engine.advance import advance_many
from engine.cases import Case
from engine.db import reading, work
from engine.runs import OPEN, Run, Step
from engine.verify import verify
from states.packs.store import in_force as pack_at
from states.wordings import migrating, orphans, trial
from states.wordings.migrating import Asked
from states.wordings.summary import Summary
from states.wordings.trial import Tally, Tried
from tests.bdd.people import HEPING, ROLES
from tests.states.wording import AT, CHIEF, furnish, in_force, small

CLERK = ROLES["村级信息员"]
NEW = "look ask+visit talk list check+visit settle"


def previewed(db, book, asked, at):
    summary = Summary()
    with reading(db) as session:
        for lot in migrating.preview(session, book, asked, CHIEF, at):
            summary.add(lot)
    return summary.told()


def stranded(db, book):
    with reading(db) as session:
        found = orphans.wrong(orphans.scan(session, book))
        under_way = session.scalar(select(func.count()).where(Case.run_id.is_not(None)))
        can_go_on = session.scalar(select(func.count(func.distinct(Step.case_id))).where(Step.status == OPEN))
    return found, under_way - can_go_on


def carried_over(db, n):
    book, old, cases = furnish(db, n)
    new, at = in_force(db, small(NEW), AT, "heping-2021"), AT + timedelta(hours=1)
    assert stranded(db, book) == ([], 0)
    told = previewed(db, book, Asked(old, new), at)

    done = migrating.migrate(lambda: work(db), book, Asked(old, new), by=CHIEF, at=at)

    assert done.summary.told() == told
    assert (told["cases"], told["refused"]) == (n, 0)
    assert told["steps"]["reopened"] == sum(1 for case in cases if case % 5 >= 4)
    assert stranded(db, book) == ([], 0)
    with reading(db) as session:
        assert session.scalar(select(func.count()).where(Run.definition == new)) == n
    assert previewed(db, book, Asked(old, new), at)["cases"] == 0
    return book, old, new


def test_two_thousand_running_cases_are_carried_over_and_none_is_stranded(db):
    book, old, new = carried_over(db, 2000)

    back = migrating.migrate(lambda: work(db), book, Asked(new, old), by=CHIEF, at=AT + timedelta(hours=2))

    assert (back.summary.ready, back.summary.refused) == (2000, 0)
    assert stranded(db, book) == ([], 0)
    with reading(db) as session:
        assert verify(session).faults == ()


def test_ten_thousand_running_cases_are_carried_over_and_none_is_stranded(sqlite_db):
    carried_over(sqlite_db, 10_000)


class Killed(Exception):
    pass


def test_a_migration_that_was_cut_short_goes_on_and_tells_the_same_numbers(db):
    book, old, _cases = furnish(db, 60)
    new = in_force(db, small(NEW), AT, "heping-2021")
    asked = Asked(old, new)
    told = previewed(db, book, asked, AT)

    def die(done, _total):
        if done >= 40:
            raise Killed

    with pytest.raises(Killed):
        migrating.migrate(lambda: work(db), book, asked, by=CHIEF, at=AT, lot=20, progress=die)
    with reading(db) as session:
        assert session.scalar(select(func.count()).where(Run.definition == new)) == 40

    done = migrating.migrate(lambda: work(db), book, asked, by=CHIEF, at=AT, lot=20)

    assert done.summary.told() == told


def test_a_case_that_changed_since_the_preview_is_judged_by_what_it_is_now(db):
    book, old, cases = furnish(db, 5)
    new = in_force(db, small("look talk list"), AT, "heping-2021")
    asked = Asked(old, new)
    assert previewed(db, book, asked, AT)["refused"] == 2  # who only lacks steps that are no more
    last = next(case for case in cases if case % 5 == 2)
    with work(db) as session:
        advance_many(session, book, [last], "list", by=CLERK, at=AT)

    done = migrating.migrate(lambda: work(db), book, asked, by=CHIEF, at=AT)

    assert done.summary.refused == 3
    with reading(db) as session:
        assert session.get_one(Run, session.get_one(Case, last).run_id).definition == old


def statements(db, act):
    seen = []
    count = lambda *_: seen.append(1)  # noqa: E731
    event.listen(db, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(db, "before_cursor_execute", count)
    return len(seen)


def test_the_statements_of_a_dry_run_and_of_the_scan_do_not_grow_with_the_cases(sqlite_db):
    book, _old, _cases = furnish(sqlite_db, 100)
    in_force(sqlite_db, small(NEW), AT, "heping-2021")
    with reading(sqlite_db) as session:
        wordings = {"heping-2021": pack_at(session, HEPING, AT.date()).digest}

        def tried():
            for _ in trial.lines(session, book, Tried(wordings), CHIEF, AT, tally):
                pass

        tally = Tally()
        assert statements(sqlite_db, tried) < 40
        assert tally.cases == 100
        assert statements(sqlite_db, lambda: orphans.scan(session, book)) < 10
