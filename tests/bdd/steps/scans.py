"""Sentences about signed forms that come back through the scanner."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image
from pytest_bdd import then, when
from sqlalchemy import select

from engine.actors import SYSTEM, Actor
from engine.db import reading, work
from engine.evidence import EvidenceFile, Exhibit, of_case
from engine.jobs import lots
from engine.jobs.lots import Conditions
from publicity.documents import DOCUMENTS, render
from publicity.household_papers import PAPERS
from publicity.scans.splitting import Splitting
from states import users
from states.evidence.kinds import KINDS
from states.evidence.record import record
from states.passwords import Secret
from states.scans import deciding, desk, linking, papers, receiving
from states.scans.page import DUPLICATE, FILED, REASONS, ScanPage, ScanUse
from states.uploads import Upload
from tests.bdd.papers import paper
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from tests.publicity import scanned

FORMS = {document.title: name for name, document in DOCUMENTS.items()}
ASKED = {
    "入户核查单": "visit",
    "申请及承诺授权书": "application",
    "风险消除知情同意书": "consent",
    "信息采集表": "collection",
}
EVIDENCE = {kind.title: name for name, kind in KINDS.items()}


def leaves(world: World, heads: str, form: str) -> list[Image.Image]:
    """The pages of a form for these households, as the product prints it."""
    found = []
    for head in heads.split("、"):
        with reading(world.db) as session:
            name, values = PAPERS[ASKED[form]][1](session, world.cases[head], world.today, ROLES["村级信息员"])
        found += scanned.leaves(render(name, values).pdf)
    return found


def hand_in(world: World, stack: Sequence[Image.Image], by: Actor) -> None:
    """Scan the pages in this order, hand them in, and let the job do its work."""
    sources = receiving.keep(world.files, [Upload("扫描.pdf", scanned.pdf(stack))])
    with work(world.db) as session:
        if users.named(session, by.id) is None:
            account = users.Account(by.id, by.name, by.role, by.area, by.department)
            users.add(session, account, Secret("-", "-", one_time=False), by=SYSTEM, at=world.at)
        job = receiving.receive(session, sources, by=by, at=world.at, key=str(world.at)).job_id
    conditions = Conditions(world.db, "pc@1", lambda _: world.at, lambda: False, _report)
    lots.run(conditions, {receiving.KIND: Splitting(world.files, lambda: world.book)}, job or 0, 1)


def _report(error: BaseException, _number: str) -> None:
    raise error


def pages(world: World, **told: str) -> list[ScanPage]:
    """The scanned pages, those only of which this is true."""
    with reading(world.db) as session:
        found = list(session.scalars(select(ScanPage).order_by(ScanPage.id)))
    return [one for one in found if all(getattr(one, name) == value for name, value in told.items())]


def there(world: World, head: str, title: str) -> tuple[Exhibit, list[ScanUse]]:
    """The evidence of a kind with the scans that were put to it."""
    with reading(world.db) as session:
        [exhibit] = [one for one, _ in of_case(session, world.cases[head]) if one.kind == EVIDENCE[title]]
        return exhibit, list(session.scalars(select(ScanUse).where(ScanUse.evidence_id == exhibit.evidence_id)))


@when(phrase('{role:role}扫描"{heads}"户签好的"{form}"'))
def scans(world: World, role: str, heads: str, form: str) -> None:
    hand_in(world, leaves(world, heads, form), ROLES[role])


@when(phrase('{role:role}扫描"{heads}"户签好的"{form}"，都放倒了'))
def scans_upside_down(world: World, role: str, heads: str, form: str) -> None:
    stack = [leaf.rotate(180) for leaf in leaves(world, heads, form)]
    hand_in(world, stack[::-1], ROLES[role])


@when(phrase('{role:role}扫描"{head}"户签好的"{form}"，漏了第{n:n}页'))
def scans_without_one(world: World, role: str, head: str, form: str, n: int) -> None:
    stack = leaves(world, head, form)
    hand_in(world, [leaf for at, leaf in enumerate(stack, 1) if at != n], ROLES[role])


@when(phrase('{role:role}扫描"{head}"户撕了角的"{form}"'))
def scans_torn(world: World, role: str, head: str, form: str) -> None:
    hand_in(world, [scanned.without_code(leaf) for leaf in leaves(world, head, form)], ROLES[role])


@when(phrase('{role:role}把等着的页归到"{head}"户的"{form}"'))
def files(world: World, role: str, head: str, form: str) -> None:
    number, name = world.household(head).number, FORMS[form]
    with work(world.db) as session:
        for one in desk.queue(session, ROLES[role]):
            told = {"by": ROLES[role], "at": world.at}
            deciding.file(session, world.book, one.page, number, name, DOCUMENTS[name].comes_back_as, **told)


@when(phrase("{role:role}把等着的页按读出的户和表归档"))
def files_as_read(world: World, role: str) -> None:
    with work(world.db) as session:
        waiting = [one.page for one in desk.queue(session, ROLES[role])]
        deciding.file_as_read(session, world.book, waiting, by=ROLES[role], at=world.at)


@when(phrase("{role:role}撤销刚才的归档"))
def takes_back(world: World, role: str) -> None:
    with work(world.db) as session:
        for one in pages(world, status=FILED):
            page = deciding.find(session, one.id, ROLES[role], held=True)
            deciding.undo(session, page, by=ROLES[role], at=world.at)


@when(phrase('{role:role}按扫描的表登记"{head}"户的"{title}"'))
def records(world: World, role: str, head: str, title: str) -> None:
    kind, case, told = EVIDENCE[title], world.cases[head], {"by": ROLES[role], "at": world.at}
    with work(world.db) as session:
        waiting = linking.waiting(session, world.household(head), world.case(head).run_id, kind)
        made = record(session, kind, paper(kind, {case: "general"}), [case], happened_on=world.today, **told)
        linking.use(session, waiting, kind, made.id, world.at)


@then(phrase('"{head}"户归档了"{form}"，是"{step}"的材料'))
def is_filed(world: World, head: str, form: str, step: str) -> None:
    found = pages(world, status=FILED, form=FORMS[form])
    assert {one.step for one in found if one.household_id == world.household(head).id} == {world.step(head, step)}


@then(phrase('"{head}"户归档了"{form}"，不属于哪一步'))
def is_kept(world: World, head: str, form: str) -> None:
    found = pages(world, status=FILED, form=FORMS[form])
    assert {(one.household_id, one.run_id) for one in found} == {(world.household(head).id, None)}


@then(phrase('"{head}"户没有归档任何表'))
def nothing_is_filed(world: World, head: str) -> None:
    assert not [one for one in pages(world) if one.household_id == world.household(head).id]


@then(phrase("没有等人归档的页"))
def nothing_waits(world: World) -> None:
    with reading(world.db) as session:
        assert desk.queued(session, SYSTEM) == 0


@then(phrase('等人归档的页，原因都是"{reason}"'))
def waits(world: World, reason: str) -> None:
    with reading(world.db) as session:
        [found] = {REASONS[one.page.reason] for one in desk.queue(session, SYSTEM)}
    assert reason in found


@then(phrase("第二次的页都认出是重复的"))
def is_noticed(world: World) -> None:
    first = [one.id for one in pages(world, status=FILED)]
    assert [one.same_as for one in pages(world, status=DUPLICATE)] == first


@then(phrase('"{head}"户的"{title}"只差登记内容'))
def only_facts_are_missing(world: World, head: str, title: str) -> None:
    home = world.household(head)
    with reading(world.db) as session:
        found = papers.of_households(session, [home.id])[home.id]
    assert EVIDENCE[title] in papers.waiting_kinds(found, world.case(head).run_id)


@then(phrase('"{head}"户的"{title}"附着扫描的原件'))
def is_used(world: World, head: str, title: str) -> None:
    _exhibit, uses = there(world, head, title)
    assert {use.supplement for use in uses} == {False}


@then(phrase('"{head}"户的"{title}"旁边附着扫描的原件'))
def lies_beside(world: World, head: str, title: str) -> None:
    exhibit, uses = there(world, head, title)
    with reading(world.db) as session:
        files = list(session.scalars(select(EvidenceFile).where(EvidenceFile.evidence_id == exhibit.evidence_id)))
    assert ({use.supplement for use in uses}, files) == ({True}, [])


@then(phrase('"{head}"户的"{form}"缺第{n:n}页'))
def is_missing(world: World, head: str, form: str, n: int) -> None:
    home = world.household(head)
    with reading(world.db) as session:
        [found] = papers.of_households(session, [home.id])[home.id]
    assert (found.form, found.missing) == (FORMS[form], (n,))
