"""The plan of the sample township in other wordings, and a small plan of one village, for the tests of changes."""

from __future__ import annotations

from sqlalchemy import Engine

from engine.actors import Actor
from engine.db import work
from states.packs.loader import shipped
from states.wordings import proposals
from tests.bdd.people import COUNTY, HEPING

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
