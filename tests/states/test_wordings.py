"""Another wording of a pack while cases run: two people, a dry run, cases carried over or left with a reason."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from engine import ledger
from engine.advance import advance
from engine.db import reading, work
from engine.errors import BadInput, InvalidDefinition, NotFound, Refused
from engine.runs import DONE, DROPPED, OPEN, WAITING, Run, Step
from engine.verify import verify
from states.packs.loader import shipped
from states.wordings import migrating, orphans, proposals, trial
from states.wordings.choosing import to_begin
from states.wordings.migrating import Asked
from states.wordings.summary import Summary
from states.wordings.trial import Tally, Tried
from tests.bdd import walking
from tests.bdd.people import HEPING, OF_ROLE, ROLES, TUANJIE
from tests.bdd.world import World, open_office
from tests.states.wording import CHIEF, PLAN, SECOND, in_force, plan, small

LINE = ("line = 6000", "line = 6500")
VISIT = ("visitors = 2", "visitors = 3")


@pytest.fixture
def world(db, tmp_path):
    open_office(db)
    return World(db, tmp_path)


def propose(world, text, name=PLAN):
    with work(world.db) as session:
        return proposals.propose(session, name, text, by=CHIEF, at=world.at)


def digest_of(world, village=HEPING):
    return world.pack(village).digest


def running(world, heads, until="", village=HEPING):
    world.register(heads, village)
    walking.begin(world, heads, "identify")
    if until:
        walking.walk(world, heads, until)


def previewed(world, asked, by=CHIEF):
    summary = Summary()
    with reading(world.db) as session:
        for lot in migrating.preview(session, world.book, asked, by, world.at):
            summary.add(lot)
    return summary


def migrated(world, asked, by=CHIEF, lot=migrating.A_LOT):
    return migrating.migrate(lambda: work(world.db), world.book, asked, by=by, at=world.at, lot=lot).summary


def steps(world, head):
    return {view.spec.name: view.row.status for view in world.view(head).steps}


def test_a_proposal_holds_nowhere_until_another_person_puts_it_in_force(world):
    before = digest_of(world)
    made = propose(world, plan(LINE))
    assert digest_of(world) == before

    with pytest.raises(Refused, match="另一个人"), work(world.db) as session:
        proposals.activate(session, made.id, by=CHIEF, at=world.at)
    assert digest_of(world) == before

    with work(world.db) as session:
        done = proposals.activate(session, made.id, by=SECOND, at=world.at)
    assert (digest_of(world), done.decided_by_name) == (made.digest, "和文军")


def test_a_settled_proposal_is_settled(world):
    made = propose(world, plan(LINE))
    with pytest.raises(BadInput, match="原因"), work(world.db) as session:
        proposals.refuse(session, made.id, " ", by=SECOND, at=world.at)
    with work(world.db) as session:
        assert proposals.refuse(session, made.id, "底线没有文件依据", by=SECOND, at=world.at).state == proposals.REFUSED
    with pytest.raises(Refused, match="已经办过"), work(world.db) as session:
        proposals.activate(session, made.id, by=SECOND, at=world.at)
    with work(world.db) as session:
        again = proposals.propose(session, PLAN, plan(LINE), by=CHIEF, at=world.at)
        assert proposals.refuse(session, again.id, "写错了", by=CHIEF, at=world.at).state == proposals.WITHDRAWN


def test_what_is_in_force_or_waits_already_is_not_proposed_again(world):
    with pytest.raises(BadInput, match="没有改动"):
        propose(world, plan())
    propose(world, plan(LINE))
    with pytest.raises(BadInput, match="等另一个人启用"):
        propose(world, plan(LINE))


def test_a_malformed_wording_is_not_proposed(world):
    with pytest.raises(InvalidDefinition, match="没有名为“nobody”的步骤"):
        propose(world, plan(('after = ["visit"]', 'after = ["nobody"]')))


NATIONAL = "national-2021"


def national():
    text = shipped()[NATIONAL]
    assert 'title = "销户"' in text
    return text.replace('title = "销户"', 'title = "整户销户"')


def test_what_was_approved_is_what_is_applied(world):
    made = propose(world, plan(LINE))
    in_force(world.db, national(), world.at, NATIONAL)

    with pytest.raises(InvalidDefinition, match="不是当时提出的那一版"), work(world.db) as session:
        proposals.activate(session, made.id, by=SECOND, at=world.at)


def test_packs_that_extend_a_wording_go_with_it(world):
    made = propose(world, national(), NATIONAL)
    assert {NATIONAL, PLAN} <= set(made.wordings)
    before = digest_of(world)

    with work(world.db) as session:
        proposals.activate(session, made.id, by=SECOND, at=world.at)

    assert digest_of(world) == made.wordings[PLAN] != before
    assert world.pack(HEPING).definition.by_name["strike_off"].label == "整户销户"


def test_a_wording_moves_no_case_by_itself(world):
    running(world, ["李秀英"], "小组党员和户主评议")
    case, before = world.case("李秀英"), steps(world, "李秀英")

    in_force(world.db, plan(LINE, VISIT), world.at)

    after = world.case("李秀英")
    assert (after.definition, after.version, steps(world, "李秀英")) == (case.definition, case.version, before)


def test_steps_that_are_done_stay_done_and_what_lacks_something_new_is_opened_again(world):
    running(world, ["李秀英"], "村级公示")
    old, new = digest_of(world), in_force(world.db, plan(VISIT), world.at)
    round_ = world.view("李秀英").steps[0].row.round

    summary = migrated(world, Asked(old, new))

    assert (summary.ready, summary.refused) == (1, 0)
    [(step, reason)] = summary.reopened
    assert (step, "3" in reason) == ("入户核查、信息采集", True)
    row = world.view("李秀英").steps[0].row
    assert (row.status, row.round) == (OPEN, round_ + 1)
    assert steps(world, "李秀英")["application"] == DONE
    assert steps(world, "李秀英")["village_notice"] == WAITING
    with reading(world.db) as session:
        entry = ledger.history(session, world.cases["李秀英"], limit=1)[0]
        assert (entry.kind, entry.told["from"], entry.told["to"]) == ("migrated", old, new)
        assert entry.told["reopened"]["visit"] == [reason]
        assert verify(session).faults == ()


def test_a_need_that_was_asked_before_is_not_asked_again(world):
    running(world, ["李秀英"], "小组党员和户主评议")
    old, new = digest_of(world), in_force(world.db, plan(LINE), world.at)

    summary = migrated(world, Asked(old, new))

    assert (summary.ready, dict(summary.reopened)) == (1, {})
    assert world.case("李秀英").definition == new


def test_the_way_back_is_the_same_way(world):
    running(world, ["李秀英"], "小组党员和户主评议")
    old, before = digest_of(world), steps(world, "李秀英")
    new = in_force(world.db, plan(LINE), world.at)
    migrated(world, Asked(old, new))

    assert migrated(world, Asked(new, old)).ready == 1

    assert (world.case("李秀英").definition, steps(world, "李秀英")) == (old, before)


def test_a_notice_that_hangs_keeps_its_household(world):
    running(world, ["李秀英"], "村级公示")
    world.pass_to(date(2021, 10, 25))
    walking.post_notice(world, [world.cases["李秀英"]], "village_notice", walking.clerk(HEPING))
    gone = plan(('name = "village_notice"', 'name = "board"'), ('after = ["village_notice"]', 'after = ["board"]'))
    old, new = digest_of(world), in_force(world.db, gone, world.at)

    summary = migrated(world, Asked(old, new))

    assert (summary.ready, summary.refused) == (0, 1)
    assert [code for code, _ in summary.refusals] == ["notice-hangs"]
    assert world.case("李秀英").definition == old


def test_a_decision_that_was_taken_keeps_its_household(world):
    running(world, ["李秀英"], "录入全国防返贫监测系统")
    old, new = digest_of(world), in_force(world.db, plan(LINE), world.at)

    summary = previewed(world, Asked(old, new))

    assert [code for code, _ in summary.refusals] == ["decision-taken"]


def test_a_step_under_another_name_is_known_by_the_table(world):
    running(world, ["李秀英"], "村级公示")
    renamed = plan(('name = "appraisal"', 'name = "vote"'), ('after = ["appraisal"', 'after = ["vote"'))
    with_table = renamed.replace("[move.identify]", '[migrate]\nrename = { appraisal = "vote" }\n\n[move.identify]')
    old, new = digest_of(world), in_force(world.db, with_table, world.at)
    assert migrated(world, Asked(old, new)).ready == 1
    assert steps(world, "李秀英")["vote"] == DONE
    assert steps(world, "李秀英")["village_notice"] == OPEN

    assert migrated(world, Asked(new, old)).ready == 1
    assert steps(world, "李秀英")["appraisal"] == DONE


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('{ vote = "nothing" }', "没有名为“nothing”的步骤"),
        ('{ visit = "appraisal" }', "“visit”还是这个方案的步骤"),
        ('{ one = "visit", two = "visit" }', "不能都改叫“visit”"),
    ],
)
def test_a_table_of_names_that_cannot_be_is_refused(world, table, reason):
    with pytest.raises(InvalidDefinition, match=reason):
        propose(world, plan(("[move.identify]", f"[migrate]\nrename = {table}\n\n[move.identify]")))


def test_a_wording_that_was_never_in_force_takes_no_case(world):
    running(world, ["李秀英"])
    old, made = digest_of(world), propose(world, plan(LINE))
    with pytest.raises(Refused, match="还没有启用"):
        previewed(world, Asked(old, made.digest))
    with pytest.raises(BadInput, match="同一版"):
        previewed(world, Asked(old, old))
    with pytest.raises(NotFound):
        previewed(world, Asked(old, made.digest, "11"))


def village_of_its_own(world, steps_, top=""):
    return in_force(world.db, small(steps_, top), world.at, "heping-2021")


def act(world, head, name, role="village"):
    with work(world.db) as session:
        advance(session, world.book, world.cases[head], name, by=ROLES[OF_ROLE[role]], at=world.at)


def test_steps_are_dropped_opened_and_put_back_and_come_again_on_the_way_back(world):
    old = village_of_its_own(world, "look talk list check settle")
    running(world, ["李秀英"])
    act(world, "李秀英", "look")
    act(world, "李秀英", "talk")
    new = village_of_its_own(world, "look vote list check settle")

    summary = migrated(world, Asked(old, new))

    assert summary.ready == 1
    assert steps(world, "李秀英") == {"look": DONE, "vote": OPEN, "list": WAITING, "check": WAITING, "settle": WAITING}
    with reading(world.db) as session:
        gone = session.scalars(select(Step).where(Step.name == "talk")).one()
        assert (gone.status, gone.done_by != "") == (DROPPED, True)
        assert orphans.wrong(orphans.scan(session, world.book)) == []

    assert migrated(world, Asked(new, old)).ready == 1
    assert steps(world, "李秀英") == {"look": DONE, "talk": DONE, "list": OPEN, "check": WAITING, "settle": WAITING}
    for name, role in (("list", "village"), ("check", "township"), ("settle", "county")):
        act(world, "李秀英", name, role)
    assert world.case("李秀英").state == "monitored"


def test_a_case_whose_every_step_would_be_over_stays_where_something_can_be_done(world):
    old = village_of_its_own(world, "look talk list")
    running(world, ["李秀英"])
    act(world, "李秀英", "look")
    act(world, "李秀英", "talk")
    new = village_of_its_own(world, "look talk")

    summary = migrated(world, Asked(old, new))

    assert [code for code, _ in summary.refusals] == ["nothing-left"]
    assert steps(world, "李秀英")["list"] == OPEN


def test_a_wording_for_another_place_takes_no_case_from_here(world):
    running(world, ["和志明"], village=TUANJIE)
    new = village_of_its_own(world, "visit talk")
    summary = previewed(world, Asked(digest_of(world, TUANJIE), new))
    assert "other-place" in {code for code, _ in summary.refusals}


def test_a_state_that_the_wording_in_force_does_not_know_begins_under_its_own(world):
    walking.bring(world, ["李秀英"], HEPING, "risk_eliminated")
    old = world.case("李秀英").definition
    new = village_of_its_own(world, "look talk")

    with reading(world.db) as session:
        area = world.case("李秀英").area
        assert to_begin(session, area, "risk_eliminated", old, world.today).digest == old
        assert to_begin(session, area, "candidate", old, world.today).digest == new


def test_a_dry_run_tells_who_is_blocked_freed_and_late_and_writes_nothing(world):
    old = village_of_its_own(world, "look talk list")
    running(world, ["李秀英", "和志明"])
    act(world, "和志明", "look")
    with reading(world.db) as session:
        entries = session.scalar(select(func.count()).select_from(ledger.Entry))
    new = propose(world, small("look+visit talk+soon list"), "heping-2021")
    world.pass_to(date(2021, 10, 28))
    tally = Tally()

    with reading(world.db) as session:
        tried = Tried(new.wordings)
        lots = list(trial.lines(session, world.book, tried, CHIEF, world.at, tally))
        assert trial.covered(session, tried, CHIEF, world.today) == 2

    assert tally.told()["effects"] == {"blocked": 2}
    found = {(line.case_id, line.effect) for lot in lots for line in lot}
    assert (world.cases["李秀英"], "blocked") in found
    assert digest_of(world) == old
    with reading(world.db) as session:
        assert session.scalar(select(func.count()).select_from(ledger.Entry)) == entries


def test_who_sees_a_part_tries_a_part(world):
    village_of_its_own(world, "look talk list")
    running(world, ["李秀英"])
    running(world, ["和志明"], village=TUANJIE)
    new = propose(world, plan(VISIT))
    with reading(world.db) as session:
        clerk = walking.clerk(TUANJIE)
        assert trial.covered(session, Tried(new.wordings), clerk, world.today) == 1
        with pytest.raises(NotFound):
            list(trial.lines(session, world.book, Tried(new.wordings, HEPING), clerk, world.at, Tally()))


def test_the_scan_finds_what_nobody_could_bring_further(world):
    running(world, ["李秀英"], "小组党员和户主评议")
    with reading(world.db) as session:
        assert orphans.wrong(orphans.scan(session, world.book)) == []
        assert {one.code for one in orphans.scan(session, world.book)} == {"no-hands"}

    with work(world.db) as session:
        session.get_one(Run, world.case("李秀英").run_id).move = "vanish"
    with reading(world.db) as session:
        [found] = orphans.wrong(orphans.scan(session, world.book))
        assert (found.code, found.cases, found.examples) == ("move-unknown", 1, (world.cases["李秀英"],))


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("UPDATE run SET definition = 'gone'", "no-wording-of-run"),
        ("UPDATE \"case\" SET definition = 'gone'", "no-wording"),
        ("UPDATE \"case\" SET state = 'nowhere'", "state-unknown"),
        ("UPDATE step SET name = 'strange' WHERE name = 'entry'", "step-unknown"),
        ("UPDATE step SET status = 'waiting'", "nothing-open"),
        ("DELETE FROM step WHERE name = 'entry'", "step-missing"),
    ],
)
def test_each_way_of_being_stuck_is_found(world, harm, code):
    running(world, ["李秀英"])
    with work(world.db) as session:
        session.execute(text(harm))
    with reading(world.db) as session:
        assert code in {one.code for one in orphans.scan(session, world.book)}
