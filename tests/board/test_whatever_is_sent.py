"""Whatever is sent to the public forms and to papers' addresses: no fault, nothing reflected, nothing half stored."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.db import reading
from states.objections import Objection
from tests.board.conftest import PASSWORD, Board
from tests.board.crowd import HIDDEN, RECEIPT
from tests.web.client import Visitor
from web.app import create_app
from web.settings import Settings

PROBE = "<b id=probe onclick=x()>\"'"
RARE = [
    PROBE, "\x00", "a\x00b", "\u202e反", "😀", "٣", "'; DROP TABLE objection; --", "%00%0d%0aSet-Cookie: a=b",
    "{{ 7*7 }}", "file:///etc/passwd", " \r\n\t ", "长" * 3000,
]  # fmt: skip
NUMBERS = ["0", "-1", "1", "9" * 30, "1e9", "NaN", "٣", "", "0x1", " 1", "1;2"]
KINDS = ["application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=x", "", "💥"]
PAPERS = re.compile("document|paper|print|copy|photo|file|preview|notice|letter|report|issued|archive|jobs")
MANY = 10**6
text = st.one_of(st.sampled_from(RARE), st.text(max_size=80))
number = st.one_of(st.sampled_from(NUMBERS), text)
few = settings(
    max_examples=25, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Site:
    """The application on a board with one notice."""

    def __init__(self, board: Board) -> None:
        own = Settings(
            data=board.folder, secret_key="k" * 40, sign_ins_per_minute=MANY, public_forms_per_minute=MANY,
            public_forms_per_address=MANY, log_level="CRITICAL",
        )  # fmt: skip
        self.app, self.db, self.hanging = create_app(own, board.db), board.db, board.hanging
        self.app.testing = False  # errors become pages, as they do for people
        self.client = self.app.test_client()
        self.form = f"/board/notice/{board.hanging.number}/objection"

    def hidden(self, address: str) -> dict[str, str]:
        """What the form of a page carries unseen."""
        found = HIDDEN.findall(self.client.get(address).get_data(as_text=True))
        return {name: unescape(value) for name, value in found}

    def count(self) -> int:
        """How many objections there are."""
        with reading(self.db) as session:
            return session.scalar(select(func.count()).select_from(Objection)) or 0


@pytest.fixture
def site(board: Board) -> Site:
    """The application on each database in turn."""
    return Site(board)


def sound(answer: TestResponse) -> str:
    """The answer's text; it is no fault of ours, and says nothing back as markup."""
    assert answer.status_code < 500, answer.status
    said = answer.get_data().decode("utf-8", "replace")
    assert "<b id=probe" not in said
    assert answer.headers.get("Set-Cookie", "").count("a=b") == 0
    return said


def test_the_public_forms_bear_whatever_is_sent(site: Site) -> None:
    hidden = site.hidden(site.form)

    @few
    @given(st.fixed_dictionaries({}, optional={"position": number, "text": text, "contact": text, "website": text,
                                               "once_key": text, "more": text}))  # fmt: skip
    def object_somehow(told: dict[str, str]) -> None:
        before = site.count()
        answer = site.client.post(site.form, data={**hidden, **told})
        receipts = RECEIPT.findall(sound(answer))
        assert answer.status_code in (200, 400, 404, 422)
        assert bool(receipts) == (answer.status_code == 200)
        assert site.count() - before in ({0, 1} if receipts else {0})

    @few
    @given(text)
    def look_up(receipt: str) -> None:
        answer = site.client.post("/board/answer", data={**site.hidden("/board/answer"), "receipt": receipt})
        assert "查实" not in sound(answer)

    @few
    @given(st.sampled_from(KINDS), st.binary(max_size=60))
    def send_something(kind: str, body: bytes) -> None:
        before = site.count()
        for address in (site.form, "/board/answer"):
            sound(site.client.post(address, data=body, content_type=kind.encode().decode("latin-1")))
        assert site.count() == before

    @few
    @given(st.one_of(number, text), st.sampled_from(["", "/objection", "/copy.pdf"]))
    def look_somewhere(name: str, more: str) -> None:
        part = re.sub(r"[/?#\\]", "", name) or "x"
        sound(site.client.get(f"/board/notice/{part}{more}"))
        sound(site.client.get(f"/board/{part}"))
        sound(site.client.get(f"/board/notice/{site.hanging.number}", query_string={"edition": name}))
        sound(site.client.get(site.form, query_string={"line": name}))

    for attack in (object_somehow, look_up, send_something, look_somewhere):
        attack()


def test_the_addresses_of_papers_bear_whatever_is_asked(site: Site) -> None:
    visitor = Visitor(site.app)
    visitor.sign_in("village-1", PASSWORD)
    client = visitor.client
    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.arguments]
    routes = sorted(str(rule.rule) for rule in rules if PAPERS.search(str(rule.rule)))
    assert len(routes) > 15

    @few
    @given(
        st.sampled_from(sorted(routes)),
        st.lists(number, min_size=4, max_size=4),
        st.sampled_from(["1", "9" * 25, "-7"]),
    )
    def ask(route: str, names: list[str], identity: str) -> None:
        given_names: Any = iter(names)
        address = re.sub(r"<int:[^>]+>", identity, route)
        address = re.sub(r"<[^>]+>", lambda _: re.sub(r"[/?#\\]", "", next(given_names, "x")) or "x", address)
        sound(client.get(address, query_string={"before": identity, "state": names[0], "save": names[1]}))

    ask()
