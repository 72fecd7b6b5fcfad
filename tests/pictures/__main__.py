"""Start a training instance, look at it in a browser, and keep three pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from publicity import documents
from tests.browser.conftest import BROWSERS, QUIET
from web.app import create_app
from web.settings import Settings
from web.training import PASSWORD, begin

HERE = Path(__file__).parent
CLERK = "village-1"
SANDBOX = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def main() -> None:
    """Make the pictures anew."""
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address, sync_playwright() as play:
        # the browser writes in the machine's own typefaces; those of the printer are for paper
        screen = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
        browser = play.chromium.launch(executable_path=_chromium(), args=[*QUIET, *SANDBOX], env=screen)
        page = browser.new_page(viewport={"width": 1200, "height": 900}, locale="zh-CN")
        _sign_in(page, address)
        page.goto(f"{address}/")
        page.screenshot(path=HERE / "worklist.png")
        page.click("main a[href^='/case/']")
        page.screenshot(path=HERE / "case.png")
        browser.close()
        _notice(Path(folder))


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    settings = Settings(data=folder / "data", secret_key="a-key-for-pictures-only" * 2)
    begin(settings, print, datetime.now(UTC))
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise SystemExit("no Chromium: apt-get install -y chromium")
    return found


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=username]", CLERK)
    page.fill("input[type=password]", PASSWORD)
    page.click("main button[type=submit]")


def _notice(folder: Path) -> None:
    paper = folder / "notice.pdf"
    paper.write_bytes(documents.preview("village_notice").pdf)
    command = ["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", "-singlefile", str(paper), str(HERE / "notice")]
    subprocess.run(command, check=True)


main()
