"""A crowd before a real server: so many read and so many speak up at the same moment, all from one address."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

from tests.board.hanging import Hanging

PROGRAM = "from web.cli import main; main()"
PATIENCE = 120.0
HIDDEN = re.compile(r'<input type="hidden" name="(csrf_token|once_key)" value="([^"]+)"')
RECEIPT = re.compile(r'<p class="receipt-number">(\w{4})(?:&nbsp;|\xa0)(\w{4})</p>')
LIMITED = 429


@dataclass(slots=True)
class Seen:
    """What came of it: each answer's status, the receipts handed out, the words that leaked, how long each took."""

    statuses: list[int] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    limited: int = 0
    leaks: set[str] = field(default_factory=set)
    seconds: list[float] = field(default_factory=list)
    masked: int = 0
    wall: float = 0.0


@contextmanager
def served(database: str, data: Path, **settings: str) -> Iterator[int]:
    """The product's own server on a free port, ended by a signal to its process."""
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        port = int(door.getsockname()[1])
    own = {"DATABASE_URL": database, "DATA": str(data), "SECRET_KEY": "k" * 40, "WORKER_BESIDE": "false"} | settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHOUXIAN_")}
    environment |= {f"SHOUXIAN_{name}": value for name, value in own.items()}
    with (data / "served.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
        try:
            _wait(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


def come(port: int, hanging: Hanging, readers: int, speakers: int) -> Seen:
    """Let them all come at once; every second speaker taps the button twice."""
    return asyncio.run(_come(port, hanging, readers, speakers))


def one_after_another(port: int, hanging: Hanging, readers: int) -> Seen:
    """Let so many read, each when the one before has gone."""
    return asyncio.run(_one_by_one(port, hanging, readers))


async def _come(port: int, hanging: Hanging, readers: int, speakers: int) -> Seen:
    seen = Seen()
    begun = time.perf_counter()
    everybody = [_read(port, hanging, seen) for _ in range(readers)]
    everybody += [_speak(port, hanging, seen, n) for n in range(speakers)]
    await asyncio.gather(*everybody)
    seen.wall = time.perf_counter() - begun
    return seen


async def _one_by_one(port: int, hanging: Hanging, readers: int) -> Seen:
    seen = Seen()
    for _ in range(readers):
        await _read(port, hanging, seen)
    return seen


async def _read(port: int, hanging: Hanging, seen: Seen) -> None:
    for address in (f"/board/{hanging.village}", f"/board/notice/{hanging.number}"):
        status, body, _headers = await _ask(port, seen, "GET", address)
        _look(seen, hanging, status, body)


async def _speak(port: int, hanging: Hanging, seen: Seen, n: int) -> None:
    address = f"/board/notice/{hanging.number}/objection"
    status, body, headers = await _ask(port, seen, "GET", address)
    _look(seen, hanging, status, body)
    told = {name: unescape(value) for name, value in HIDDEN.findall(body)}
    told |= {
        "position": str(n % hanging.lines + 1),
        "text": f"第{n}位群众反映：这户情况要再核实",
        "contact": "",
        "website": "",
    }
    cookie = headers.get("set-cookie", "").partition(";")[0]
    found = set()
    for _tap in range(1 + n % 2):
        status, body, _headers = await _ask(port, seen, "POST", address, urlencode(told), cookie)
        _look(seen, hanging, status, body, expected=(200, LIMITED))
        seen.limited += status == LIMITED
        found |= {first + second for first, second in RECEIPT.findall(body)}
    seen.receipts += sorted(found)


def _look(seen: Seen, hanging: Hanging, status: int, body: str, expected: tuple[int, ...] = (200,)) -> None:
    seen.statuses.append(status if status not in expected else 200)
    seen.leaks |= {word for word in hanging.secrets if word in body}
    seen.masked += "*" in body


async def _ask(
    port: int, seen: Seen, method: str, address: str, body: str = "", cookie: str = ""
) -> tuple[int, str, Mapping[str, str]]:
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    form = "Content-Type: application/x-www-form-urlencoded\r\n" if method == "POST" else ""
    head = f"{method} {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{form}"
    head += f"Cookie: {cookie}\r\n" * bool(cookie) + f"Content-Length: {len(body.encode())}\r\n\r\n"
    writer.write((head + body).encode())
    answer = (await asyncio.wait_for(reader.read(), PATIENCE)).decode("utf-8", "replace")
    writer.close()
    seen.seconds.append(time.perf_counter() - begun)
    top, _, text = answer.partition("\r\n\r\n")
    first, *lines = top.split("\r\n")
    return (
        int(first.split()[1]),
        text,
        {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)},
    )
