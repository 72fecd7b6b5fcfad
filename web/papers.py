"""Papers as answers: a PDF shown in the page or saved, and the public address that stands on it."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, url_for


def as_pdf(pdf: bytes, name: str, *, attached: bool = False) -> Response:
    """The answer that carries a PDF; `attached` lets the browser save it instead of showing it."""
    return _answer(pdf, name, "application/pdf", attached=attached)


def as_file(data: bytes, name: str, kind: str) -> Response:
    """The answer that carries a file of another kind, which the browser saves."""
    return _answer(data, name, kind, attached=True)


def as_proof(data: bytes, name: str, kind: str) -> Response:
    """The answer that carries a photo to look at or a scan to save; the browser runs nothing of it."""
    answer = _answer(data, name, kind, attached=kind != "image/jpeg")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _answer(data: bytes, name: str, kind: str, *, attached: bool) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f"{'attachment' if attached else 'inline'}; filename*=UTF-8''{quote(name)}"
    return answer


def public_address(number: str, edition: int | None = None) -> str:
    """The address of a notice on the public board, as its QR code says it; an edition's own paper names it."""
    return url_for("board.notice", number=number, edition=edition, _external=True)
