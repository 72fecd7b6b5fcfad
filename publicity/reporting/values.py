"""From a draft to the plain values of its document: parts with something in them, tables, and the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from publicity.reporting.draft import Draft, Part, Source, Table, Word

Link = Callable[[Source], str]
"""The address of the list behind a figure; empty for none."""
NOTHING = "本期没有需要报告的情况。"


def values_of(draft: Draft, on: date, link: Link, number: str | None = None) -> dict[str, Any]:
    """The values of the report, dated and perhaps numbered; parts with neither data nor words are left out."""
    parts = [told for part in draft.parts if (told := _part(draft, part, link))["paragraphs"]]
    return {
        "number": number,
        "title": list(draft.title),
        "to": draft.to,
        "parts": parts or [{"heading": "有关情况", "paragraphs": [{"pieces": [{"text": NOTHING}]}]}],
        "tables": [_table(table, link) for table in draft.tables],
        "issuer": draft.issuer,
        "issued_on": on.isoformat(),
    }


def _part(draft: Draft, part: Part, link: Link) -> dict[str, Any]:
    said = [{"pieces": _pieces(words, link)} for words in part.said]
    written = [{"pieces": [{"text": one}]} for one in draft.texts[part.name].paragraphs]
    return {"heading": part.heading, "paragraphs": said + written}


def _table(table: Table, link: Link) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [{"title": one.title, "below": list(one.below)} for one in table.columns],
        "rows": [{"cells": _cells(row, link)} for row in table.rows],
        "wide": table.wide,
    }


def _cells(words: Iterable[Word], link: Link) -> list[dict[str, Any]]:
    return [{"text": one.text, "link": (one.source and link(one.source)) or None} for one in words]


def _pieces(words: Iterable[Word], link: Link) -> list[dict[str, Any]]:
    """The words, those without a list joined to one piece."""
    found: list[dict[str, Any]] = []
    for one in _cells(words, link):
        if found and not one["link"] and not found[-1]["link"]:
            found[-1]["text"] += one["text"]
        else:
            found.append(one)
    return found
