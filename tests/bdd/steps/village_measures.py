"""Sentences about help that goes to whole villages."""

from __future__ import annotations

from collections.abc import Sequence

from pytest_bdd import given, then, when
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.db import reading
from states.help import village_measures
from states.help.kinds import edition
from states.help.village_measures import Carried, VillageMeasure
from states.regions import Region
from tests.bdd.people import ROLES, VILLAGE
from tests.bdd.phrases import phrase
from tests.bdd.world import World

MEASURE = '{role:role}登记"{village}"的"{kind}""{title}"，受益{n:n}户，成效"{effect}"'


def standing(session: Session, village: str, year: int) -> Sequence[VillageMeasure]:
    """The measures of a village that stand, as the township sees them."""
    return village_measures.standing(session, ROLES["乡镇业务员"], VILLAGE[village], year)


@given(phrase(MEASURE.replace("}登记", "}已登记")))
@when(phrase(MEASURE))
def measure_recorded(world: World, role: str, village: str, kind: str, title: str, n: int, effect: str) -> None:
    code = edition(VILLAGE[village], world.today).find(kind) or kind
    told = Carried(code, title, world.today, n, effect)
    world.attempt(
        lambda session: village_measures.record(
            session, session.get_one(Region, VILLAGE[village]), told, ROLES[role], world.at
        )
    )


@when(phrase('{role:role}把"{title}"更正为受益{n:n}户，原因是"{reason}"'))
def measure_corrected(world: World, role: str, title: str, n: int, reason: str) -> None:
    def correct(session: Session) -> None:
        old = next(one for one in standing(session, "和平村", world.today.year) if one.title == title)
        told = Carried(old.kind, title, old.carried_on, n, old.effect, old.amount)
        village = session.get_one(Region, old.place)
        village_measures.record(session, village, told, ROLES[role], world.at, old=old.id, reason=reason)

    world.attempt(correct)


@then(phrase('"{village}"{year:n}年有{n:n}项村级措施，第1项是"{title}"、受益{households:n}户'))
def measures_stand(world: World, village: str, year: int, n: int, title: str, households: int) -> None:
    world.finish()
    with reading(world.db) as session:
        found = standing(session, village, year)
        assert (len(found), found[0].title, found[0].households) == (n, title, households)


@then(phrase('"{title}"留有{n:n}条改过的记录'))
def measures_kept(world: World, title: str, n: int) -> None:
    with reading(world.db) as session:
        old = session.scalars(
            select(VillageMeasure.id).where(VillageMeasure.title == title, VillageMeasure.superseded)
        ).all()
        assert len(old) == n
