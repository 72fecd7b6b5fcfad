"""Where webhooks may be sent: public addresses by HTTPS, so that nobody makes the server knock on its own doors.

The name is looked up once, every address it has is judged, and exactly the one that was judged is spoken to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from engine.errors import BadInput, Problem
from engine.words import N_

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to speak to: the address that was judged, the host's name for its certificate, and the path there."""

    https: bool
    host: str
    port: int
    address: str
    path: str


@dataclass(frozen=True, slots=True)
class Doors:
    """What an installation allows: networks besides the public one, and whether plain HTTP will do (for practice)."""

    networks: tuple[Network, ...] = ()
    plain: bool = False

    def target(self, url: str) -> Target:
        """Whom an address means; raises `BadInput` beside `url` for one that may not be spoken to."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            raise _bad(N_("地址写法不对，应以 https:// 开头")) from None
        if parts.scheme not in (("https", "http") if self.plain else ("https",)):
            raise _bad(N_("地址写法不对，应以 https:// 开头"))
        if not parts.hostname or parts.username or parts.password or parts.fragment:
            raise _bad(N_("地址里要有主机名，不能带用户名、密码和#"))
        found = _looked_up(parts.hostname, port)
        if not all(self._is_open(one) for one in found):
            raise _bad(N_("不能发往内网或保留地址；确需发往政务内网的，请管理员在设置 webhook_networks 里写明网段"))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(parts.scheme == "https", parts.hostname, port, str(found[0]), path)

    def _is_open(self, address: Address) -> bool:
        plain = getattr(address, "ipv4_mapped", None) or address
        if any(plain in network for network in self.networks if network.version == plain.version):
            return True
        return plain.is_global and not plain.is_multicast


def doors(networks: str, *, training: bool) -> Doors:
    """What the settings allow; raises `ValueError` for a network that cannot be read."""
    some = [part.strip() for part in networks.split(",") if part.strip()]
    return Doors(tuple(ipaddress.ip_network(one) for one in some), training)


def _looked_up(host: str, port: int) -> Sequence[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _bad(N_("找不到这个主机")) from None
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _bad(text: str) -> BadInput:
    return BadInput(Problem("url", text))
