"""A mail server for tests: it speaks as much SMTP as a client needs, on a port of this machine, and keeps what came."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread


class Letters(socketserver.ThreadingTCPServer):
    """The letters that came, in order; `refuses` are addresses it does not take, `deaf` lets it close at once."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[EmailMessage] = []
        self.refuses: set[str] = set()
        self.deaf = False

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class Talk(socketserver.StreamRequestHandler):
    """One client's talk with the server."""

    server: Letters

    def handle(self) -> None:
        """Answer line by line until the client says goodbye."""
        if self.server.deaf:
            return
        self._say("220 post")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper().split(" ")[0]
            if verb == "RCPT" and any(one in line for one in self.server.refuses):
                self._say("550 unknown")
            elif verb == "DATA":
                self._take()
            else:
                self._say({"QUIT": "221 bye"}.get(verb, "250 ok"))
            if verb == "QUIT":
                return

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Letters]:
    """A running server."""
    with Letters() as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
