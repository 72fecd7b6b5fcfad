"""A real Chromium in front of a service on the made-up township; every page it opens is looked at with axe."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from werkzeug.serving import make_server

from engine.db import connect
from publicity.workers import Presses
from states import passwords
from tests import databases
from tests.web.conftest import PASSWORD, quick_hashes
from tests.web.desks.conftest import Township, fill
from web import tools
from web.app import create_app
from web.settings import Settings

__all__ = ["quick_hashes"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage"
).split()
"""Without these Chromium looks for hosts outside at every start."""
PHONE = {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; as root it does not start with its sandbox."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no Chromium: apt-get install -y chromium"
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def made(run_folder: Path, tmp_path_factory: pytest.TempPathFactory, quick_hashes: None) -> Path:
    """The township as a file, made once."""
    path = tmp_path_factory.mktemp("township") / "township.sqlite"
    db = databases.fresh_sqlite(run_folder, path)
    fill(db, passwords.chosen(PASSWORD, "nobody"))
    db.dispose()
    return path


@pytest.fixture(scope="session")
def presses() -> Iterator[Presses]:
    """Printers shared by all tests of this worker."""
    with Presses(1) as presses:
        yield presses


@dataclass
class Office:
    """A running service, and the browser in which its pages are opened."""

    address: str
    township: Township
    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, *, scripts: bool = True, phone: bool = False) -> Page:
        """A browser of one's own, in Chinese."""
        more: dict[str, Any] = {"viewport": PHONE} if phone else {}
        context = self.browser.new_context(
            base_url=self.address, locale="zh-CN", java_script_enabled=scripts, accept_downloads=True, **more
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page

    def _note(self, said: ConsoleMessage) -> None:
        """Keep what the browser complains of, but for the refusals that a test asks for."""
        if said.type == "error" and "the server responded with a status of" not in said.text:
            self.faults.append(said.text)

    def sign_in(self, username: str, **how: bool) -> Page:
        """One of the staff at the door."""
        page = self.open(**how)
        page.goto("/sign-in")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()

    def on(self, day: date) -> None:
        """Move the practice clock."""
        self.township.on(day)


@pytest.fixture
def serve(presses: Presses, browser: Browser, tmp_path: Path) -> Iterator[Callable[[Path], Office]]:
    """Start a service on a copy of a township; it runs until the test is over."""
    with ExitStack() as running:

        def start(township: Path) -> Office:
            shutil.copy(township, tmp_path / "shouxian.sqlite")
            if (files := township.parent / "files").exists():
                shutil.copytree(files, tmp_path / "files")
            db = connect(f"sqlite:///{tmp_path / 'shouxian.sqlite'}", full=False)
            running.callback(db.dispose)
            limits = {"sign_ins_per_minute": 1000, "public_forms_per_minute": 1000}
            app = create_app(Settings(data=tmp_path, secret_key="k" * 40, **limits), db)
            with app.app_context():
                tools.use(presses)
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            for end in (server.server_close, thread.join, server.shutdown):  # in the order from the last
                running.callback(end)
            office = Office(f"http://127.0.0.1:{server.port}", Township(app, db), browser)
            running.callback(office.close)
            return office

        yield start


@pytest.fixture
def office(made: Path, serve: Callable[[Path], Office]) -> Office:
    """A service on the township at the door of the village notice."""
    return serve(made)


@pytest.fixture
def roomy() -> Callable[[Page], None]:
    """Nothing on a page is wider than the screen."""

    def look(page: Page) -> None:
        page.wait_for_load_state()  # after a click the page may be there only in part
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the screen"

    return look


@pytest.fixture
def faultless(roomy: Callable[[Page], None]) -> Callable[[Page], None]:
    """Look at a page with axe: no serious fault, nothing wider than the screen."""
    axe = Axe()

    def look(page: Page) -> None:
        page.wait_for_load_state()  # of a page still being read axe sees links without their words
        found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
        serious = [one for one in found if one["impact"] in SERIOUS]
        told = [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in serious]
        assert told == [], f"{page.url}: {told}"
        roomy(page)

    return look
