"""Sentences about another wording of the plan: proposed, tried out, put in force, and cases carried over to it."""

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import text

from engine import ledger
from engine.db import reading, work
from engine.runs import DONE, OPEN
from states.packs.store import of_digest
from states.wordings import orphans, proposals
from states.wordings.orphans import Orphans
from states.wordings.trial import EFFECTS
from tests.bdd import walking, wordings
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.wordings import Office
from tests.bdd.world import World

HARM = {
    "没有一步是待办的": "UPDATE step SET status = 'waiting' WHERE status = 'open'",
    "户的状态成了没有的状态": "UPDATE \"case\" SET state = 'nowhere'",
    "步骤改成了没有的步骤": "UPDATE step SET name = 'strange' WHERE name = 'entry'",
}


@pytest.fixture
def office() -> Office:
    """What has been done with the plan in this scenario."""
    return Office()


@given(phrase('管理员提出了新一版方案，"{change}"'))
@when(phrase('管理员提出新一版方案，"{change}"'))
def propose(world: World, office: Office, change: str) -> None:
    wordings.propose(world, office, change)


@when(phrase("{role:role}启用这一版方案"))
def activate(world: World, office: Office, role: str) -> None:
    wordings.activate(world, office, role)


@given(phrase('新一版方案启用了，"{change}"'))
@when(phrase('新一版方案启用了，"{change}"'))
def in_force(world: World, office: Office, change: str) -> None:
    wordings.propose(world, office, change)
    wordings.activate(world, office, "另一名管理员")
    world.pass_to(None)


@given("上级方案随后改了一版并已启用")
def parent_changes(world: World) -> None:
    wordings.renew_parent(world)


@when(phrase('{role:role}不同意这一版方案，原因是"{reason}"'))
def refuse(world: World, office: Office, role: str, reason: str) -> None:
    number = office.proposed.id
    office.proposal = world.attempt(lambda db: proposals.refuse(db, number, reason, by=ROLES[role], at=world.at))


@when(phrase("{role:role}试运行这一版方案"))
def try_out(world: World, office: Office, role: str) -> None:
    world.pass_to(None)
    wordings.try_out(world, office, role)


@when("管理员预演把在办户迁移到新的一版方案")
def preview(world: World, office: Office) -> None:
    wordings.preview(world, office)


@when("管理员把在办户迁移到新的一版方案")
def migrate(world: World, office: Office) -> None:
    wordings.migrate(world, office)


@when("管理员把在办户迁移回原来的一版方案")
def migrate_back(world: World, office: Office) -> None:
    wordings.migrate(world, office, back=True)


@given(phrase('"{head}"户"{step}"的材料已经齐了'))
def supplied(world: World, head: str, step: str) -> None:
    name = world.step(head, step)
    spec = next(view.spec for view in world.view(head).steps if view.spec.name == name)
    walking.supply(world, [world.cases[head]], spec)


@given(phrase("库被外面改过，{harm}"))
def harmed(world: World, harm: str) -> None:
    with work(world.db) as session:
        session.execute(text(HARM[harm]))


@when("检查有没有办不下去的户", target_fixture="stuck")
def scan(world: World) -> list[Orphans]:
    with reading(world.db) as session:
        return orphans.scan(session, world.book)


@then(phrase('这一版方案由"{name}"提出，由"{other}"启用'))
def four_eyes(world: World, office: Office, name: str, other: str) -> None:
    world.finish()
    with reading(world.db) as session:
        one = proposals.find(session, office.proposed.id)
    assert (one.state, one.proposed_by_name, one.decided_by_name) == (proposals.IN_FORCE, name, other)


@then(phrase('这一版方案没有启用，原因是"{reason}"'))
def not_in_force(world: World, office: Office, reason: str) -> None:
    world.finish()
    with reading(world.db) as session:
        one = proposals.find(session, office.proposed.id)
    assert (one.state, one.reason) == (proposals.REFUSED, reason)


@then(phrase('"{head}"户仍按原来的一版办理'))
def old_wording(world: World, office: Office, head: str) -> None:
    world.finish()
    assert world.view(head).facts.definition == world.case(head).definition == office.first


@then(phrase('"{head}"户按新的一版办理'))
def new_wording(world: World, office: Office, head: str) -> None:
    world.finish()
    assert world.view(head).facts.definition == world.case(head).definition == office.proposed.digest


@then(phrase('试运行说"{head}"户"{effect}"，原因是"{reason}"'))
def tried(world: World, office: Office, head: str, effect: str, reason: str) -> None:
    world.finish()
    said = {(EFFECTS[line.effect], line.why.message) for line in office.lines if line.case_id == world.cases[head]}
    assert (effect, reason) in said, said


@then(phrase("试运行看了{n:n}户"))
def looked_at(world: World, office: Office, n: int) -> None:
    world.finish()
    assert office.tally.cases == n


@then(phrase("预演说可以迁移{n:n}户，不迁移{m:n}户"))
def previewed(office: Office, n: int, m: int) -> None:
    assert (office.preview.ready, office.preview.refused) == (n, m)


@then("迁移的数字和预演的一样")
def same_numbers(world: World, office: Office) -> None:
    world.finish()
    assert office.done.told() == office.preview.told()


@then(phrase('"{head}"户不迁移，原因是"{reason}"'))
def stays(world: World, office: Office, head: str, reason: str) -> None:
    world.finish()
    assert reason in {why for _, why in office.done.refusals}, office.done.told()
    assert world.case(head).definition == office.first


@then(phrase('"{head}"户的"{step}"要重办，原因是"{reason}"'))
def again(world: World, office: Office, head: str, step: str, reason: str) -> None:
    world.finish()
    view = next(view for view in world.view(head).steps if view.spec.title == step)
    assert (view.row.status, view.row.round) == (OPEN, 2)
    assert (step, reason) in office.done.reopened, office.done.told()


@then(phrase('"{head}"户的"{step}"仍是办完的'))
def still_done(world: World, head: str, step: str) -> None:
    world.finish()
    assert next(view.row.status for view in world.view(head).steps if view.spec.title == step) == DONE


@then(phrase('"{head}"户的台账最后一条写明从原来的一版到新的一版，重办"{step}"'))
def told(world: World, office: Office, head: str, step: str) -> None:
    world.finish()
    with reading(world.db) as session:
        last = ledger.history(session, world.cases[head], limit=1)[0]
        procedure = of_digest(session, office.proposed.digest).definition.by_name["identify"].procedure
    assert (last.kind, last.told["from"], last.told["to"]) == ("migrated", office.first, office.proposed.digest)
    assert procedure is not None
    assert [procedure.by_name[name].title for name in last.told["reopened"]] == [step]


@then("没有一户办不下去")
def none_stuck(world: World) -> None:
    world.finish()
    with reading(world.db) as session:
        assert orphans.wrong(orphans.scan(session, world.book)) == []


@then(phrase('查出{n:n}户"{reason}"'))
def found(stuck: list[Orphans], n: int, reason: str) -> None:
    assert (reason, n) in {(one.message, one.cases) for one in orphans.wrong(stuck)}, stuck


@then(phrase('提醒{n:n}户没有"{post}"可以办'))
def warned(stuck: list[Orphans], n: int, post: str) -> None:
    [one] = stuck
    assert (one.level, one.cases, one.facts["role"]) == (orphans.WARNING, n, post)
