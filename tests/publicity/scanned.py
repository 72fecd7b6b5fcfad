"""A scanner for tests: printed pages laid on the glass one after the other, askew, dirty, some upside down."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from random import Random

import pypdfium2
import segno
from PIL import Image, ImageDraw

from publicity.documents import find, render

DPI = 150
Leaves = list[Image.Image]


def leaves(pdf: bytes, dpi: int = DPI) -> Leaves:
    """The pages as they come out of the printer."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def printed(name: str, number: str, on: str) -> Leaves:
    """The document's sample about one household, made out on a day."""
    return leaves(render(name, find(name).sample() | {"household_number": number, "made_on": on}).pdf)


def collected(numbers: Sequence[str], on: str) -> Leaves:
    """The collection forms of some households, printed at once."""
    values = find("collection_form").sample()
    [sheet] = values["sheets"]
    asked = len(values["asked"]) // 2
    members = [one | {"recorded": one["recorded"][:asked]} for one in sheet["members"][:1]]
    short = sheet | {"parts": sheet["parts"][:1], "legend": "", "members": members}
    values |= {"sheets": [short | {"number": number} for number in numbers], "asked": values["asked"][:asked]}
    return leaves(render("collection_form", values | {"made_on": on}).pdf)


def scanned(leaf: Image.Image, random: Random, turn: int = 0) -> Image.Image:
    """The page as a scanner sees it: askew by up to two degrees, with dust, and turned."""
    askew = leaf.rotate(random.uniform(-2, 2), fillcolor=245)
    dirty = Image.blend(askew, _dust(askew.size), 0.12)
    return dirty.rotate(turn, expand=True) if turn else dirty


@cache
def _dust(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise((size[0] // 2, size[1] // 2), 90).resize(size)


def without_code(leaf: Image.Image) -> Image.Image:
    """The page with its corner torn off."""
    torn = leaf.copy()
    ImageDraw.Draw(torn).rectangle((round(leaf.width * 0.82), 0, leaf.width, round(leaf.height * 0.12)), fill=230)
    return torn


def pdf(leaves: Sequence[Image.Image]) -> bytes:
    """All pages as the scanner saves them."""
    out, [first, *others] = io.BytesIO(), leaves
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI, quality=70)
    return out.getvalue()


def with_code(leaf: Image.Image, text: str) -> Image.Image:
    """The page with another code on it."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=4)
    marked = leaf.copy()
    marked.paste(Image.open(out).convert("L"), (200, 200))
    return marked
