"""The handbook as one file that opens without the program and without a network."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from web.handbook.manual import WORDS, Manual


def written(manual: Manual) -> str:
    """The whole handbook as HTML, everything inside."""
    pages = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("handbook/offline.html").render(manual=manual, words=WORDS, spoken=manual.scenarios)
