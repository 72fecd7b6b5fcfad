"""Another village's notices, objections and papers do not exist, for every role and every address that takes an id."""

from __future__ import annotations

import pytest

from engine.db import reading
from states.notice_places import hangings
from states.notices import Notice
from tests.web.desks.conftest import NOTICE, OTHER_VILLAGE, POSTED_ON, Township
from tests.web.desks.journey import hung, objected
from tests.web.test_access import ROUTES
from web.access import Area

OURS = ("/notices/", "/objections/", "/case/<int:case_id>/documents")


def addresses(township: Township, notice: Notice, photo: str) -> list[tuple[str, str]]:
    """Every route of ours that is bound to a record, filled in with the records of the first village."""
    known = {
        "<int:notice_id>": str(notice.id),
        "<int:objection_id>": "1",
        "<int:case_id>": str(township.cases()[0]),
        "<int:position>": "1",
        "<digest>": photo,
        "<code>": notice.area,
        "<step>": NOTICE,
        "<name>": "application",
    }
    found = []
    for route, (_needs, area) in ROUTES.items():
        method, rule = route.split()
        if area is Area.RECORD and rule.startswith(OURS):
            for part, value in known.items():
                rule = rule.replace(part, value)
            assert "<" not in rule, rule
            found.append((method, rule))
    return found


@pytest.mark.parametrize("username", ["village-2", "grid-2"])
def test_what_belongs_to_another_village_does_not_exist(township: Township, username: str) -> None:
    number = hung(township, township.sign_in("village-1"), POSTED_ON)
    with reading(township.db) as session:
        notice = session.get_one(Notice, number)
        photo = hangings(session, notice)[0].photo
    objected(township.sign_in("village-2"), notice.number)
    stranger = township.sign_in(username)
    token = next(values["csrf_token"] for _, values in stranger.get("/account").forms())
    tried = addresses(township, notice, photo)
    assert len(tried) > 20

    for method, address in tried:
        page = stranger.look(address) if method == "GET" else stranger.post(address, csrf_token=token)
        assert page.status == 404 or (username != "village-2" and page.status == 403), (method, address, page.status)
    assert notice.title not in stranger.get("/notices").text
    own = township.sign_in("village-1")
    assert own.look(f"/notices/{notice.id}/photos/{photo}").response.mimetype == "image/jpeg"
    assert own.look(f"/notices/{notice.id}/photos/{'0' * 64}").status == 404


def test_a_village_cannot_draw_up_a_notice_of_another(township: Township) -> None:
    clerk = township.sign_in("village-1")
    page = clerk.get(f"/notices/new/{township.cases() and '533401102201'}/{NOTICE}")
    theirs = [str(one) for one in township.cases(OTHER_VILLAGE)]

    page = clerk.send(page, page.address, case=theirs)

    assert page.status == 409
    assert "还没有公示" in clerk.get("/notices").text
