"""A list as a file: first what it is, of which area and filter, from when and by whom; then the headings and lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from states import regions
from states.listings.listing import PLACES, Line, Listing, Look, told
from states.workbooks import XLSX, csv_lines, write_rows

TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


def head(listing: Listing, look: Look) -> list[str]:
    """The rows above the headings."""
    asked = [one for one in listing.filters if look.get(one.name) and one.name not in PLACES]
    said = [f"{one.label}：{one.word(look.get(one.name), look.by)}" for one in asked]
    return [
        listing.title,
        f"地区：{place(look)}；筛选：{'，'.join(said) or '全部'}",
        f"导出时间：{told(look.at)}；导出人：{look.by.name}",
    ]


def place(look: Look) -> str:
    """The name of the area that the list is about."""
    if not look.area:
        return "全部地区"
    return regions.names(look.session, [look.area]).get(look.area, look.area)


def name(listing: Listing, look: Look, kind: str) -> str:
    """What the file is called."""
    return f"{listing.title}-{place(look)}-{look.today:%Y%m%d}.{kind}"


def write(out: IO[bytes], kind: str, listing: Listing, look: Look, lines: Iterable[Line]) -> None:
    """Write the list as `xlsx` or `csv`; the lines pass through and are not kept."""
    if kind == "csv":
        out.writelines(csv_lines(listing.headings, lines, head(listing, look)))
    else:
        write_rows(out, listing.headings, lines, listing.title, head(listing, look))
