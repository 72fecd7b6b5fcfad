"""Every move of every shipped pack is walked to its end, with the plain model foreseeing every answer on the way."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from states.packs.loader import shipped
from tests.model import texts
from tests.model.hands import Hands
from tests.model.plain import Life
from tests.model.questions import EVIDENCE, GUARDS, SUPPLIERS

PACKS = {name: texts.merged(name, shipped()) for name in shipped()}
WALKS = [(pack, move) for pack, told in PACKS.items() for move in texts.moves(told)]


def lineage(pack: str) -> list[str]:
    """The pack's ancestors, the most general first, then itself: the general procedure has no windows."""
    parent = PACKS[pack]["pack"].get("extends")
    return [*(lineage(parent) if parent else ()), pack]


def ways_to(pack: str, wanted: set[str]) -> list[tuple[str, str]]:
    """The shortest way from the first state to one of the wanted ones: (pack, move) after (pack, move)."""
    ahead: list[tuple[str, list[tuple[str, str]]]] = [("candidate", [])]
    seen = {"candidate"}
    for state, way in ahead:
        if state in wanted:
            return way
        for one in lineage(pack):
            for name, move in texts.moves(PACKS[one]).items():
                to = texts.target(name, move)
                lives_on = not wants_nobody(move) and (state, to) != ("candidate", "exited")
                if state in texts.sources(name, move) and to not in seen and lives_on:
                    seen.add(to)
                    ahead.append((to, [*way, (one, name)]))
    raise AssertionError(f"{pack}: no way to {wanted}")


def wants_nobody(move: Mapping[str, Any]) -> bool:
    """Whether a move is for households in which nobody is left."""
    needs = [need for part in (move, *move["step"]) for need in part.get("needs", ())]
    return any(need.get("guard") == "nobody_left" for need in needs)


def begin_of(pack: str) -> date:
    """The first day on which anything of the pack can be planned."""
    told = PACKS[pack]
    steps = [(name, spec) for name, move in texts.moves(told).items() for spec in move["step"]]
    days = [texts.planned_from(told, name, spec) for name, spec in steps]
    return min([told["pack"].get("valid", {}).get("from", date(2021, 5, 1)), *(day for day in days if day)])


def walk(hands: Hands, life: Life, pack: str, move: str) -> None:
    """Begin a move and go through it to its end, doing the next right thing at every step."""
    told = texts.moves(PACKS[pack])[move]
    if wants_nobody(told):
        hands.everybody_leaves(life)
    roles = told.get("started_by") or ("village",)
    assert hands.start(life, move, hands.clerks.at(roles[0], life.area), pack)
    for _ in range(4 * len(told["step"])):
        hands.check()
        if not life.move:
            return
        hands.go_on(life, life.open[0])
    raise AssertionError(f"{pack}.{move}: the walk does not end at {life.open}")


@pytest.fixture(params=WALKS, ids="-".join)
def walked(request: pytest.FixtureRequest, sqlite_db: Engine) -> tuple[Hands, Life, str, str]:
    pack, move = request.param
    way = ways_to(pack, set(texts.sources(move, PACKS[pack]["move"][move])))
    hands = Hands(sqlite_db, pack, begin_of(pack) - timedelta(days=70 * len(way)))
    life = hands.settle()
    for one, before in way:
        walk(hands, life, one, before)
    hands.office.pass_to(begin_of(pack))
    return hands, life, pack, move


def test_every_move_can_be_walked_to_its_end(walked: tuple[Hands, Life, str, str]) -> None:
    hands, life, pack, move = walked

    walk(hands, life, pack, move)

    assert life.state == texts.target(move, PACKS[pack]["move"][move])
    hands.check(ledger=True)


@pytest.mark.parametrize("pack", PACKS)
def test_the_model_knows_every_question_of_a_pack(pack: str) -> None:
    needs = [
        need
        for move in texts.moves(PACKS[pack]).values()
        for part in (move, *move["step"])
        for need in part.get("needs", ())
    ]
    each = [one for need in needs for one in need.get("any_of", [need])]
    assert {one["evidence"] for one in each if "evidence" in one} <= EVIDENCE.keys() & SUPPLIERS.keys()
    assert {one["guard"] for one in each if "guard" in one} <= GUARDS.keys()
