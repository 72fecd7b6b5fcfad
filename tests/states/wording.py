"""The plan of the sample township in other wordings, and a small plan of one village, for the tests of changes."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from engine.actors import Actor
from engine.advance import advance_many
from engine.book import Book
from engine.db import work
from engine.start import start
from states import samples
from states.book import open_book
from states.households import Draft, Household, register
from states.packs.loader import shipped
from states.packs.store import in_force as pack_at
from states.packs.store import install_shipped
from states.wordings import proposals
from tests.bdd.people import COUNTY, HEPING, ROLES

AT = datetime(2021, 10, 19, 2, tzinfo=UTC)
OLD = "look talk list check settle"

PLAN = "xiaozhongdian-2021"
CHIEF = Actor("guanli-zhou", "周明", "admin", COUNTY)
SECOND = Actor("guanli-he", "和文军", "admin", COUNTY)


def plan(*changes: tuple[str, str]) -> str:
    """The township's plan with these passages replaced, each of which must be there."""
    text = shipped()[PLAN]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def in_force(db: Engine, text: str, at, name: str = PLAN) -> str:
    """Let one administrator propose a wording and the other put it in force; answer its digest."""
    with work(db) as session:
        number = proposals.propose(session, name, text, by=CHIEF, at=at).id
    with work(db) as session:
        return proposals.activate(session, number, by=SECOND, at=at).digest


HEAD = f"""[pack]
id = "heping-2021"
title = "和平村办理程序"
places = ["{HEPING}"]
[income]
line = 6000
"""
OUT = """[move.clear_out]
started_by = ["village"]
[[move.clear_out.step]]
name = "check"
title = "核实"
by = "village"
"""
STEPS = {
    "look": ("走访", "village"),
    "talk": ("评议", "village"),
    "list": ("提名单", "village"),
    "check": ("乡镇核实", "township"),
    "settle": ("县级确定", "county"),
}


def small(steps: str, top: str = "") -> str:
    """A plan of one village: identification by these steps ("look talk+days list"), and a way out."""
    text = HEAD + top + '[move.identify]\nstarted_by = ["village"]\n'
    for word in steps.split():
        name, _, more = word.partition("+")
        title, by = STEPS.get(name, (f"{name}一步", "village"))
        text += f'[[move.identify.step]]\nname = "{name}"\ntitle = "{title}"\nby = "{by}"\n'
        text += {"": "", "soon": 'within = "2 days"\n', "visit": 'needs = [{ evidence = "visit" }]\n'}[more]
    return text + OUT


def furnish(db: Engine, n: int) -> tuple[Book, str, list[int]]:
    """So many running households, in five stages of the old wording."""
    book, clerk, officer = open_book(), ROLES["村级信息员"], ROLES["乡镇业务员"]
    with work(db) as session:
        for place in samples.regions():
            session.add(place)
            session.flush()
        install_shipped(session, AT)
    old = in_force(db, small(OLD), AT, "heping-2021")
    with work(db) as session:
        definition = pack_at(session, HEPING, AT.date()).definition
        drafts = [Draft(f"{HEPING}{i % 2 + 1:02}", {"number": f"H{i:06}", "head_name": "和志明"}, ()) for i in range(n)]
        ids = register(session, drafts, definition, officer, AT)
        cases = list(session.scalars(select(Household.case_id).where(Household.id.in_(ids)).order_by(Household.id)))
        for begin in range(0, n, 2000):
            start(session, book, cases[begin : begin + 2000], "identify", by=clerk, at=AT, definition=definition)
    for stage, (name, by) in enumerate((("look", clerk), ("talk", clerk), ("list", clerk), ("check", officer)), 1):
        with work(db) as session:
            advance_many(session, book, [case for case in cases if case % 5 >= stage], name, by=by, at=AT)
    return book, old, cases
