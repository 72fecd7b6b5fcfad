"""The handbook as one file that opens without the program and without a network."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from web.handbook.catalogue import families
from web.handbook.manual import WORDS, Manual


def written(manual: Manual, pictures: Mapping[str, str]) -> str:
    """The whole handbook as HTML, everything inside; `pictures` of the documents by name, as addresses of data."""
    pages = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    said = {"manual": manual, "words": WORDS, "spoken": manual.scenarios}
    return pages.get_template("handbook/offline.html").render(**said, families=families(), pictures=pictures)
