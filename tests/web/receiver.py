"""Another system: a real server on this machine that keeps what arrives and answers as it is told to."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

LOCAL = "127.0.0.0/8"
"""The network in which it lives, which installations do not send to by default."""


class Receiver:
    """The server; `arrived` are headers and body of what it took, `asked` the paths of everything that came."""

    def __init__(self) -> None:
        self.status, self.location = 204, ""
        self.arrived: list[tuple[dict[str, str], bytes]] = []
        self.asked: list[str] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=lambda: self._server.serve_forever(0.01), daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request, and keep it where it is taken."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.asked.append(request.path)
        if 200 <= self.status < 300:
            self.arrived.append(({name.lower(): value for name, value in request.headers.items()}, body))
        request.send_response(self.status)
        if self.location:
            request.send_header("Location", self.location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def __enter__(self) -> Receiver:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
