"""Where a form may send the browser afterwards: only to a page of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import url_for


def back_to(address: str | None, otherwise: str = "home.index") -> str:
    """`address` where it is a path of ours, else the page of the endpoint `otherwise`."""
    if address and address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable():
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc:
            return address
    return url_for(otherwise)
