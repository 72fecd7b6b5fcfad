"""The QR code of a document: an inline drawing of its public address."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def drawing(address: str) -> Markup:
    """The address as an SVG element for the page; level M survives a fold and some rain."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=0, omitsize=True, svgclass=None, lineclass=None
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - the drawing holds squares only
