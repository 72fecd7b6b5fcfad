"""The same sentences through the pages: each person of the scenario in front of a browser of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine

from engine.actors import SYSTEM
from engine.db import work
from engine.errors import EngineError, NotFound
from publicity.workers import Presses
from states import instance, passwords, users
from states.passwords import Secret
from tests.bdd.people import ROLES
from tests.web.client import Page, Visitor
from web import tools
from web.app import create_app
from web.settings import Settings

PASSWORD, SETTLE = "Qingshan-77", "/data/reconciliation/differences/settle"


class PageRefused(EngineError):
    """What a page answered instead of doing what was asked, in the words on the page."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("；".join(reasons))


@cache
def secret() -> Secret:
    """The password of all staff; made quickly, as tests need no protection."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return passwords.chosen(PASSWORD, "nobody")


def answer(page: Page) -> Page:
    """The page, or what it refused."""
    if page.status == 404:
        raise NotFound("page", page.address)
    if page.status >= 400:
        raise PageRefused(reasons_on(page) or [page.text])
    return page


def reasons_on(page: Page) -> list[str]:
    """The reasons that a page lists against what was asked."""
    shown = [element for element in page.root.iter("ul") if element.get("class") == "blockers"]
    return list(dict.fromkeys("".join(p.itertext()).strip() for one in shown for p in one.iter("p")))


def take_on(db: Engine) -> None:
    """Make the database one for practice, with an account for each of the staff."""
    with work(db) as session:
        instance.create(session, training=True)
        for actor in ROLES.values():
            account = users.Account(actor.id, actor.name, actor.role, actor.area, actor.department)
            users.add(session, account, secret(), by=SYSTEM, at=datetime.now(UTC))


class Browser:
    """The application on the scenario's database, with an account for each of the staff."""

    def __init__(self, db: Engine, folder: Path, presses: Presses) -> None:
        self.db = db
        take_on(db)
        settings = Settings(data=folder, secret_key="k" * 40, sign_ins_per_minute=1000, public_forms_per_minute=1000)
        self.app: Flask = create_app(settings, db)
        self.app.testing = False  # refusals become pages, as they do for people
        with self.app.app_context():
            tools._tools().presses = presses
        self._visitors: dict[str, Visitor] = {}

    def on(self, day: Any) -> None:
        """Let it be that day in the practice system."""
        with work(self.db) as session:
            instance.set_practice_date(session, day, datetime.now(UTC))

    def of(self, role: str) -> Visitor:
        """The browser in which that person is signed in."""
        if role not in self._visitors:
            visitor = self._visitors[role] = Visitor(self.app)
            assert visitor.sign_in(ROLES[role].id, PASSWORD).status == 200
        return self._visitors[role]

    def fill(self, role: str, address: str, action: str = "", **values: Any) -> Page:
        """Open a page, fill in its form, send it; raises what the page refuses."""
        visitor = self.of(role)
        return answer(visitor.send(answer(visitor.get(address)), action or address.partition("?")[0], **values))

    def start(self, role: str, case: int, move: str) -> None:
        """Begin a procedure on the household's page."""
        self.fill(role, f"/case/{case}/start/{move}")

    def finish(self, role: str, case: int, step: str) -> None:
        """Finish a step on its page; where something is missing the page names it and offers no button."""
        address = f"/case/{case}/finish/{step}"
        if reasons := reasons_on(answer(self.of(role).get(address))):
            raise PageRefused(reasons)
        self.fill(role, address)

    def visit(self, role: str, case: int, visitors: list[str], signed: list[str]) -> None:
        """Fill in the form of a visit."""
        said = {"visitors": "\n".join(visitors), "signed_by": signed, "findings": "户主患病住院，收入减少"}
        self.fill(role, f"/evidence/new/visit?case={case}", **said)

    def draft(self, role: str, case: int, village: str, step: str) -> int:
        """Draw up a notice; answer its number in the address."""
        page = self.fill(role, f"/notices/new/{village}/{step}", case=[str(case)])
        found = re.fullmatch(r"/notices/(\d+)", page.address)
        assert found, page.address
        return int(found[1])

    def print_out(self, role: str, notice: int) -> bytes:
        """Preview, print, and fetch the paper."""
        self.fill(role, f"/notices/{notice}/preview", f"/notices/{notice}/print")
        return self.of(role).get(f"/notices/{notice}/paper.pdf").data

    def post(self, role: str, notice: int, place: str, day: str) -> None:
        """Note where the notice hangs."""
        self.fill(role, f"/notices/{notice}/post", places=[place], on=day)

    def close(self, role: str, notice: int) -> None:
        """Close the notice."""
        self.fill(role, f"/notices/{notice}/close")

    def ledger(self, role: str, ledger: str, data: bytes, day: str) -> None:
        """Look a ledger's file through, and take it in."""
        address = f"/data/reconciliation/ledgers/{ledger}"
        looked = self.fill(role, address, file=(BytesIO(data), "收回.xlsx"), as_of_on=day)
        answer(self.of(role).send(looked, f"{address}/take"))

    def settle(self, role: str, difference: int, **said: str) -> None:
        """Settle a difference from its page."""
        asked = self.fill(role, f"/data/reconciliation/differences/{difference}", SETTLE)
        answer(self.of(role).send(asked, SETTLE, **said))

    def objection(self, number: str, text: str) -> str:
        """Speak up on the public board as anybody; answer what the page says."""
        visitor, address = Visitor(self.app), f"/board/notice/{number}/objection"
        said = {"position": "1", "text": text, "contact": "", "website": ""}
        page = answer(visitor.send(answer(visitor.get(address)), address, **said))
        return page.text
