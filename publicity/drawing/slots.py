"""The slots of a page's HTML: the texts between its tags, each with the element that holds it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

TAG = re.compile(r"(<[^<>]*>)")
NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
ABOUT = re.compile(r' data-about="([^"]*)"')
SPACES = re.compile(r"[ \t\r\n\f]+")
NEVER_CLOSED = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "path", "wbr"})
MARK = "data-slots"


@dataclass(frozen=True)
class Page:
    """A page's HTML cut into its tags and the texts between them, as written; `about` is whom its margin names."""

    tags: tuple[str, ...]
    texts: tuple[str, ...]
    about: str

    @property
    def kind(self) -> tuple[object, ...]:
        """What two pages have in common that differ by what their slots say: tags, title, and which slots are empty."""
        return "".join(self.tags), self.texts[: self.body + 1], tuple(map(str.isspace, self.texts))

    @cached_property
    def body(self) -> int:
        """The place of the tag that begins the body."""
        return next((at for at, tag in enumerate(self.tags) if tag.startswith("<body")), 0)

    def holders(self) -> list[int]:
        """For each text, the place of the tag of the element that holds it; -1 outside of all."""
        open_tags: list[tuple[int, str]] = []
        held = [-1]
        for at, tag in enumerate(self.tags):
            found = NAME.match(tag)
            if found and found[1]:
                while open_tags and open_tags.pop()[1] != found[2]:
                    pass
            elif found and found[2] not in NEVER_CLOSED and not tag.endswith("/>"):
                open_tags.append((at, found[2]))
            held.append(open_tags[-1][0] if open_tags else -1)
        return held


def cut(html: str) -> Page:
    """A page's HTML as tags and texts."""
    found = ABOUT.search(html)
    pieces = TAG.split(ABOUT.sub("", html, count=1))
    texts = tuple(text or " " for text in pieces[0::2])
    return Page(tuple(pieces[1::2]), texts, unescape(found[1]) if found else "")


def said(text: str) -> str:
    """A text as layout shows it."""
    return SPACES.sub(" ", unescape(text)).strip(" ")


def differing(pages: Sequence[Page]) -> list[int]:
    """The slots in which some of these pages of one kind differ."""
    return [at for at, said in enumerate(zip(*(page.texts for page in pages), strict=True)) if len(set(said)) > 1]


def marked(html: str, holders: Collection[int]) -> str:
    """The HTML with a mark on each of the tags at these places, so that their boxes are known again."""
    pieces = TAG.split(html)
    for at in holders:
        tag = pieces[2 * at + 1]
        pieces[2 * at + 1] = f'{tag[:-1]} {MARK}="{at}">'
    return "".join(pieces)
