"""Sentences about data quality: rounds, findings, their correction, and the screens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_bdd import given, then, when
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import reading, work
from engine.evidence import Exhibit
from engine.ledger import canonical
from states import imports, workbooks
from states.codes import codes
from states.exchange.layouts import shipped
from states.households import Household
from states.members import Member
from states.quality import correcting, desk, patterns, years
from states.quality.correcting import Proof
from states.quality.desk import Asked, Doubt
from states.quality.patterns import SpotCheck
from states.quality.rounds import run
from states.quality.yearly import HouseholdYear
from tests.bdd.people import HEPING, ROLES, VILLAGE, identity_number
from tests.bdd.phrases import phrase
from tests.bdd.world import World

COLUMNS = {"民族": "ethnicity", "健康状况": "health", "劳动技能": "labour", "在校生状况": "school"}
PLAIN = {"联系电话": "phone", "证件号码": "id_no"}
EVERYTHING = ROLES["另一名县级审核员"]


class Quality:
    """What a scenario about data quality holds on to."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.check: SpotCheck | None = None

    def write(self, head: str, label: str, words: str, *, only_head: bool) -> None:
        """Let a column of the members say something else, as if somebody had typed it over."""
        name = COLUMNS.get(label) or PLAIN[label]
        value = codes(name).find(words) if name in COLUMNS.values() and words else words
        with work(self.world.db) as session:
            change = update(Member).where(Member.household_id == self.world.household(head).id)
            session.execute((change.where(Member.is_head) if only_head else change).values({name: value}))

    def look(self, role: str, village: str) -> None:
        """Run a round over a village."""
        world = self.world
        world.pass_to(None)
        world.trying(lambda: run(lambda: work(world.db), world.book, VILLAGE[village], by=ROLES[role], at=world.at))

    def doubts(self, head: str, title: str) -> list[Doubt]:
        """The findings of a rule about a household or its head, whatever became of them."""
        with reading(self.world.db) as session:
            here = select(Member.id).where(Member.household_id == self.world.household(head).id, Member.is_head)
            about = {None, *session.scalars(here)}
            asked = Asked(state="all", household=self.world.household(head).id)
            found, _more = desk.listed(session, EVERYTHING, asked, limit=None)
        return [one for one in found if one.rule and one.rule.title == title and one.finding.member_id in about]

    def claim(self, role: str, head: str, title: str, proof: Proof) -> None:
        """Report a finding as corrected."""
        [doubt] = self.doubts(head, title)
        told = {"by": ROLES[role], "at": self.world.at}
        self.world.attempt(
            lambda session: correcting.claim(session, self.world.book, doubt.finding.id, proof, "已核实并改正", **told)
        )

    def visit(self, head: str, by: Actor | None = None, **said: Any) -> int:
        """Record a visit; answer its number."""
        case = self.world.cases[head]
        self.world.record("visit", [case], by, **said)
        with reading(self.world.db) as session:
            found = session.execute(VISITS, {"case": case}).scalars().all()
        return int(found[-1])


VISITS = select(Exhibit.evidence_id).where(Exhibit.case_id == bindparam("case"), Exhibit.kind == "visit")


@pytest.fixture
def quality(world: World) -> Quality:
    """The scenario's data quality."""
    return Quality(world)


def document(world: World, name: str) -> Proof:
    """A paper of today."""
    return Proof("document", None, name, world.today)


@given(phrase('{role:role}导入年度基础信息采集表，其中"{head}"户的"{heading}"填"{words}"'))
@when(phrase('{role:role}导入年度基础信息采集表，其中"{head}"户的"{heading}"填"{words}"'))
def takes_basics(quality: Quality, role: str, head: str, heading: str, words: str) -> None:
    world, layout = quality.world, shipped()["annual-basics"]
    columns = [layout.heading(name) for name in ("village", "group", "name", "relation", "id_no")]
    line = ("和平村", "一组", head, "户主", identity_number(date(1976, 3, 8)), words)
    sheet = imports.read(workbooks.write([*columns, heading], [line]), "基础信息.xlsx")

    def whole(session: Session) -> None:
        looked = imports.preview(session, sheet, ROLES[role])
        imports.take(session, looked, world.pack(HEPING).definition, ROLES[role], world.at)

    world.attempt(whole)
    with reading(world.db) as session:
        world.cases |= dict(session.execute(select(Household.head_name, Household.case_id)).all())


@given(phrase('"{head}"户户主的"{label}"登记为"{words}"'))
@when(phrase('"{head}"户户主的"{label}"登记为"{words}"'))
def head_is_recorded(quality: Quality, head: str, label: str, words: str) -> None:
    quality.write(head, label, words, only_head=True)


@given(phrase('"{head}"户全部成员的"{label}"登记为"{words}"'))
def members_are_recorded(quality: Quality, head: str, label: str, words: str) -> None:
    quality.write(head, label, words, only_head=False)


@given(phrase('"{head}"户入户核查人均纯收入{income:n}元'))
def was_visited(quality: Quality, head: str, income: int) -> None:
    quality.visit(head, income_per_head=income)


@given(phrase('"{village}"另有{n:n}户户主民族未填'))
def others_without(quality: Quality, village: str, n: int) -> None:
    quality.world.register([f"和家{number}" for number in range(n)], VILLAGE[village])


@given(phrase('{role:role}筛查"{village}"'))
@when(phrase('{role:role}筛查"{village}"'))
def looks_through(quality: Quality, role: str, village: str) -> None:
    quality.look(role, village)


@given(phrase("{year:n}年的数据已结转"))
def year_was_closed(quality: Quality, year: int) -> None:
    world = quality.world
    with work(world.db) as session:
        years.close(session, HEPING, year, by=ROLES["乡镇业务员"], at=world.at)


@when(phrase("{role:role}结转{year:n}年的数据"))
def closes_a_year(quality: Quality, role: str, year: int) -> None:
    world, by = quality.world, ROLES[role]
    world.attempt(lambda session: years.close(session, by.area, year, by=by, at=world.at))


@given(phrase('"{head}"户{year:n}年结转的人均纯收入是{income:n}元'))
def income_was_kept(quality: Quality, head: str, year: int, income: int) -> None:
    world = quality.world
    row = {"household_id": world.household(head).id, "year": year, "closed_at": world.at, "closed_by": "xiangzhen-li"}
    with work(world.db) as session:
        session.execute(insert(HouseholdYear), [row | {"facts": canonical({"income_per_head": str(income)})}])


@given(phrase('{role:role}凭"{paper}"报"{head}"户的疑点"{title}"已整改'))
@when(phrase('{role:role}凭"{paper}"报"{head}"户的疑点"{title}"已整改'))
def claims_with_paper(quality: Quality, role: str, paper: str, head: str, title: str) -> None:
    quality.claim(role, head, title, document(quality.world, paper))


@when(phrase('{role:role}没有凭据就报"{head}"户的疑点"{title}"已整改'))
def claims_without(quality: Quality, role: str, head: str, title: str) -> None:
    quality.claim(role, head, title, Proof(""))


@when(phrase('{role:role}入户核查后报"{head}"户的疑点"{title}"已整改'))
def claims_after_visit(quality: Quality, role: str, head: str, title: str) -> None:
    quality.claim(role, head, title, Proof("visit", quality.visit(head, ROLES[role])))


@when(phrase('{role:role}拿以前的入户核查报"{head}"户的疑点"{title}"已整改'))
def claims_with_old_visit(quality: Quality, role: str, head: str, title: str) -> None:
    with reading(quality.world.db) as session:
        [number] = session.execute(VISITS, {"case": quality.world.cases[head]}).scalars().all()
    quality.claim(role, head, title, Proof("visit", number))


@when(phrase('{role:role}一口气凭"{paper}"报了{n:n}条整改'))
def claims_many(quality: Quality, role: str, paper: str, n: int) -> None:
    world = quality.world
    heads = [head for head in world.cases if head.startswith("和家")][:n]
    for head in heads:
        world.at += timedelta(seconds=20)
        quality.claim(role, head, "民族未填", document(world, paper))


@when(phrase('{role:role}以"{reason}"豁免"{head}"户的疑点"{title}"'))
def waives(quality: Quality, role: str, reason: str, head: str, title: str) -> None:
    world = quality.world
    [doubt] = quality.doubts(head, title)
    told = {"by": ROLES[role], "at": world.at}
    world.attempt(lambda session: correcting.waive(session, world.book, doubt.finding.id, reason, **told))


@when(phrase("{role:role}用随机种子{seed:n}抽查{n:n}条"))
def draws(quality: Quality, role: str, seed: int, n: int) -> None:
    world, by = quality.world, ROLES[role]
    quality.check = world.attempt(lambda session: patterns.draw(session, by.area, n, seed, by=by, at=world.at))


@then(phrase("抽出{n:n}条，记下了随机种子{seed:n}"))
def drawn(quality: Quality, n: int, seed: int) -> None:
    quality.world.finish()
    assert quality.check is not None
    assert (len(quality.check.drawn), quality.check.seed) == (n, seed)


@then(phrase('"{head}"户的疑点"{title}"是"{label}"'))
def stands(quality: Quality, head: str, title: str, label: str) -> None:
    quality.world.finish()
    assert [one.label for one in quality.doubts(head, title)] == [label]


@then(phrase('"{head}"户的疑点"{title}"只有{n:n}条'))
def stands_once(quality: Quality, head: str, title: str, n: int) -> None:
    assert len(quality.doubts(head, title)) == n


@given(phrase('"{head}"户有疑点"{title}"'))
@then(phrase('"{head}"户有疑点"{title}"'))
def has_doubt(quality: Quality, head: str, title: str) -> None:
    quality.world.finish()
    assert quality.doubts(head, title)


@then(phrase('"{head}"户没有疑点"{title}"'))
def has_no_doubt(quality: Quality, head: str, title: str) -> None:
    quality.world.finish()
    assert not quality.doubts(head, title)


@then(phrase('"{head}"户列在“数据已改，没有凭据”里'))
def went_away_unproved(quality: Quality, head: str) -> None:
    with reading(quality.world.db) as session:
        found, _more = desk.listed(session, EVERYTHING, Asked(unproved=True))
    assert head in {one.head_name for one in found}


@then(phrase('整改核查里列出"{name}"报的{n:n}条'))
def listed_as_burst(quality: Quality, name: str, n: int) -> None:
    quality.world.finish()
    with reading(quality.world.db) as session:
        bursts = patterns.suspicious(session, EVERYTHING, quality.world.at - timedelta(days=1))
    assert [(burst.name, len(burst.findings)) for burst in bursts] == [(name, n)]


@then(phrase('四类排查的第{screen:n}类有"{head}"户'))
def in_screen(quality: Quality, screen: int, head: str) -> None:
    assert head in screened(quality, screen)


@then(phrase('四类排查的第{screen:n}类没有"{head}"户'))
def not_in_screen(quality: Quality, screen: int, head: str) -> None:
    assert head not in screened(quality, screen)


def screened(quality: Quality, screen: int) -> set[str]:
    """The households that one of the four screens lists."""
    quality.world.finish()
    with reading(quality.world.db) as session:
        found, _more = desk.listed(session, EVERYTHING, Asked(screen=screen), limit=None)
    return {one.head_name for one in found}
