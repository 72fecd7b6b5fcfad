"""Places and their names."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from states.regions import Region, below, children, full_name, names, open_on, parent_of
from tests.states.register import places


def test_a_code_tells_its_level_and_parent(session: Session) -> None:
    places(session)
    group = session.get(Region, "53340110220101")
    assert group is not None

    assert (group.level, group.parent, group.township) == ("group", "533401102201", "533401102")
    assert parent_of("53") is None
    with pytest.raises(KeyError):
        parent_of("5334011")


def test_names_are_joined_from_the_top(session: Session) -> None:
    places(session)

    assert full_name(session, "53340110220101") == "云南省迪庆藏族自治州香格里拉市小中甸镇和平村一组"
    assert full_name(session, "53340110220101", above="533401") == "小中甸镇和平村一组"
    assert names(session, ["533401102201", "999999"]) == {"533401102201": "和平村"}


def test_the_tree_goes_down_and_abolished_places_stay(session: Session) -> None:
    places(session)
    session.get_one(Region, "533401102203").abolished_on = date(2021, 6, 1)
    session.flush()

    assert [one.name for one in children(session, "533401102")] == ["和平村", "团结村", "联合村"]
    assert len(below(session, "533401102", "group")) == 12
    open_ones = select(Region.name).where(Region.level == "village", open_on(date(2021, 6, 1)))
    assert session.scalars(open_ones.order_by(Region.code)).all() == ["和平村", "团结村"]
