"""What no request may bring, whatever page it is for: a character no database keeps, a number that none can hold."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import IntegerConverter

LARGEST = 2**53
"""Larger than any number of ours, and the same for every program that reads our addresses."""
NUL = "\x00"


class Values(ImmutableMultiDict[str, Any]):
    """The values of an address or a form; a number that is too large counts as one that cannot be read."""

    def get(  # type: ignore[override] # werkzeug tells the same in five overloads
        self,
        key: str,
        default: Any = None,
        type: Any = None,  # noqa: A002 - werkzeug's own name
    ) -> Any:
        """The value, as werkzeug answers it."""
        found = super().get(key, default, type)
        return default if type is int and isinstance(found, int) and abs(found) > LARGEST else found


class OurRequest(Request):
    """A request whose values are bounded."""

    parameter_storage_class = Values


class Number(IntegerConverter):
    """A number in an address; one that is too large leads nowhere."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **{"max": LARGEST} | named)


def init_app(app: Flask) -> None:
    """Bound the numbers; call it before any page is registered."""
    app.request_class = OurRequest
    app.url_map.converters["int"] = Number


def refuse_nul() -> None:
    """Before each request, once access has said how much it may bring: a character that no database keeps."""
    if NUL in request.path:
        abort(404)
    many = (request.args, request.form)
    if any(NUL in value for values in many for name in values for value in (name, *values.getlist(name))):
        abort(400)
    if request.is_json and b"\\u0000" in request.get_data():
        abort(400)
