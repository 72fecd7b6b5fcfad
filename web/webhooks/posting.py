"""Sending one message: to the address that was judged, without redirects, reading no more than the answer's status."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping

from web.webhooks.addresses import Target

SECONDS = 10
"""How long is waited for the other side, to connect and to answer."""


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was judged, whatever the name resolves to by now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self._address = target.address

    def connect(self) -> None:
        """Connect to the judged address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Secure(_Plain):
    """The same by TLS, with the certificate of the host's name."""

    default_port = 443

    def connect(self) -> None:
        """Connect and check the certificate."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
    """Send a message; answer the status and, where nothing arrived, why."""
    connection = _Secure(target) if target.https else _Plain(target)
    told = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "shouxian"}
    try:
        connection.request("POST", target.path, body, told | dict(headers))
        status = connection.getresponse().status
        return status, "" if 200 <= status < 300 else f"HTTP {status}"
    except (OSError, http.client.HTTPException) as error:
        return 0, f"{type(error).__name__}: {error}"[:200]
    finally:
        connection.close()
