"""Every move of every shipped pack is walked to its end, with the plain model foreseeing every answer on the way."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from states.packs.loader import shipped
from tests.model import texts
from tests.model.plain import Life
from tests.model.twins import Twins

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
                if state in texts.sources(name, move) and to not in seen and "strike_off" not in name:
                    seen.add(to)
                    ahead.append((to, [*way, (one, name)]))
    raise AssertionError(f"{pack}: no way to {wanted}")


def begin_of(pack: str) -> date:
    """The first day on which anything of the pack can be planned."""
    valid = PACKS[pack]["pack"].get("valid", {}).get("from", date(2021, 5, 1))
    planned = [
        spec["planned"]["from"]
        for move in texts.moves(PACKS[pack]).values()
        for spec in move["step"]
        if "planned" in spec
    ]
    return min([valid, *planned])


def walk(twins: Twins, life: Life, pack: str, move: str) -> set[str]:
    """Begin a move and go through it to its end; answer the steps that were done."""
    if texts.way(move, texts.moves(PACKS[pack])[move]) == "strike_off":
        twins.everybody_leaves(life)
    roles = texts.moves(PACKS[pack])[move].get("started_by") or ("village",)
    assert twins.start(life, move, twins.clerks.at(roles[0], life.area), pack)
    done: set[str] = set()
    for _ in range(200):
        if not life.move:
            return done
        step = life.open[0]
        specs = set(life.specs)
        if twins.go_on(life, step) and (not life.move or life.steps[step].status == "done"):
            done.add(step)
        twins.check()
        if not life.move:
            return specs
    raise AssertionError(f"{pack}.{move}: the walk does not end at {life.open}")


@pytest.fixture(params=WALKS, ids="-".join)
def walked(request: pytest.FixtureRequest, sqlite_db: Engine) -> tuple[Twins, Life, str, str]:
    pack, move = request.param
    way = ways_to(pack, set(texts.sources(move, PACKS[pack]["move"][move])))
    twins = Twins(sqlite_db, pack, begin_of(pack) - timedelta(days=70 * len(way)))
    life = twins.settle()
    for general, before in way:
        walk(twins, life, general, before)
    twins.office.pass_to(begin_of(pack))
    return twins, life, pack, move


def test_every_move_can_be_walked_to_its_end(walked: tuple[Twins, Life, str, str]) -> None:
    twins, life, pack, move = walked

    done = walk(twins, life, pack, move)

    assert done == set(texts.steps(PACKS[pack]["move"][move]))
    assert life.state == texts.target(move, PACKS[pack]["move"][move])
    twins.check(ledger=True)
