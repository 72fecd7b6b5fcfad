"""Other ways to print the same page: a warm headless browser, and WeasyPrint as it comes."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from publicity import pdf
from publicity.documents import render
from publicity.fonts import office
from tests.bench.sheets import notice

SANDBOX = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
OURS = re.compile(r'"GW [A-Za-z ]+"(, "GW [A-Za-z ]+")*')
PLAIN = '"Noto Serif CJK SC"'
Print = Callable[[str], float]
"""Prints an HTML page with its style inside; the seconds that took."""


@contextmanager
def chromium() -> Iterator[Print]:
    """A warm headless Chromium with our fonts, driven over CDP: setting the page's content, then printing it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a press that is measured shall not carry it

    from tests.browser.conftest import BROWSERS, QUIET  # noqa: PLC0415

    fonts = {"FONTCONFIG_FILE": str(office.config())}
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=[*QUIET, *SANDBOX], env=os.environ | fonts)
        page = browser.new_page()

        def printed(html: str) -> float:
            begun = time.perf_counter()
            page.set_content(html, wait_until="load")
            page.pdf(prefer_css_page_size=True, print_background=True)
            return time.perf_counter() - begun

        yield printed
        browser.close()


@contextmanager
def child(work: Callable[[Any], Any]) -> Iterator[Callable[[Any], Any]]:
    """A process of its own, with the machine's fonts, that does the work for whatever it is sent."""
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(theirs, work), daemon=True)
    mine = os.environ.pop("FONTCONFIG_FILE", None)
    process.start()
    if mine is not None:
        os.environ["FONTCONFIG_FILE"] = mine

    def ask(wanted: Any) -> Any:
        ours.send(wanted)
        return ours.recv()

    yield ask
    ours.close()
    process.kill()
    process.join()


def _serve(line: Connection, work: Callable[[Any], Any]) -> None:
    while True:
        try:
            wanted = line.recv()
        except EOFError:
            return
        line.send(work(wanted))


def naive(html: str) -> float:
    """WeasyPrint with nothing done for it: the machine's fonts, a fresh style sheet each time, all defaults."""
    from weasyprint import HTML  # noqa: PLC0415

    plain = OURS.sub(PLAIN, html)
    begun = time.perf_counter()
    HTML(string=plain).write_pdf()
    return time.perf_counter() - begun


def peak(rows: int) -> float:
    """The most memory in megabytes that this process has held when it has printed a notice of so many rows."""
    pdf.warm()
    render("village_notice", notice(rows))
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
