"""The way of a notice, page by page, for the tests."""

from __future__ import annotations

import io
import re
from datetime import date

from PIL import Image

from tests.web.client import Page, Visitor
from tests.web.desks.conftest import NOTICE, VILLAGE, Township


def photo(colour: str = "green") -> tuple[io.BytesIO, str]:
    """A small photo as a browser sends it."""
    data = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "JPEG")
    data.seek(0)
    return data, "照片.jpg"


def drafted(clerk: Visitor, cases: list[int], village: str = VILLAGE, **more: str) -> Page:
    """Draw up a village notice for these households."""
    address = f"/notices/new/{village}/{NOTICE}"
    return clerk.send(clerk.get(address), address, case=[str(one) for one in cases], **more)


def number_of(page: Page) -> int:
    """The id in the address of a notice's page."""
    found = re.fullmatch(r"/notices/(\d+)", page.address)
    assert found, (page.address, page.text[:400])
    return int(found[1])


def printed(clerk: Visitor, notice: int) -> Page:
    """Preview and print."""
    return clerk.send(clerk.get(f"/notices/{notice}/preview"), f"/notices/{notice}/print")


def posted(clerk: Visitor, notice: int, on: date, places: tuple[str, ...] = ("group-board", "online")) -> Page:
    """Post in these places."""
    address = f"/notices/{notice}/post"
    photos = {f"photo-{place}": photo() for place in places}
    return clerk.send(clerk.get(address), address, places=list(places), on=on.isoformat(), **photos)


def hung(township: Township, clerk: Visitor, on: date) -> int:
    """A notice for the whole village that hangs since that day."""
    notice = number_of(drafted(clerk, township.cases()))
    printed(clerk, notice)
    page = posted(clerk, notice, on)
    assert "公示中" in page.text, page.text[:600]
    return notice


def objected(visitor: Visitor, number: str, position: int = 1, **more: str) -> Page:
    """Speak up on the public board."""
    address = f"/board/notice/{number}/objection"
    told = {"position": str(position), "text": "这户去年在城里买了房", "contact": "", "website": ""} | more
    return visitor.send(visitor.get(address), address, **told)
