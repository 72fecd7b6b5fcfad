"""Lists and downloads show what lies in one's own place."""

from __future__ import annotations

from engine.db import reading
from states.notice_places import hangings
from states.notices import Notice
from tests.web.desks.conftest import POSTED_ON, Township
from tests.web.desks.journey import hung


def test_a_notice_and_its_photo_are_there_for_their_own_village_only(township: Township) -> None:
    own, stranger = township.sign_in("village-1"), township.sign_in("village-2")
    number = hung(township, own, POSTED_ON)
    with reading(township.db) as session:
        notice = session.get_one(Notice, number)
        photo = hangings(session, notice)[0].photo

    assert notice.title in own.get("/notices").text
    assert notice.title not in stranger.get("/notices").text
    assert own.look(f"/notices/{notice.id}/photos/{photo}").response.mimetype == "image/jpeg"
    assert own.look(f"/notices/{notice.id}/photos/{'0' * 64}").status == 404
