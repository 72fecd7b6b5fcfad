"""From what was filled in to the content of evidence, and back again when it is to be corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from engine.words import N_
from states.evidence.kinds import EvidenceKind
from states.evidence.meetings import CAPACITIES
from web.evidence.fields import Field, fields_of
from web.words import term

Given = MultiDict[str, str]
PARTS, ITEMS = re.compile(r"[,，\t]"), re.compile(r"[、;；\n]+")
UNSIGNED = N_("未签")
VOTES = ("agree", "against", "abstain")
ITEM = ("category", "mode", "risks", "measures", "income_per_head")


def body_of(kind: EvidenceKind, given: Given, case_ids: Sequence[int]) -> dict[str, Any]:
    """What was filled in, as the kind's content wants it; no empty fields, so that the kind says what it misses."""
    body: dict[str, Any] = {}
    for field in fields_of(kind):
        value = READERS[field.widget](field, given, case_ids)
        if value not in ("", None):
            body[field.name] = value
    if "agreed" in kind.body.model_fields and "refused" in kind.body.model_fields:
        body["refused"] = [one for one in case_ids if given.get(f"agreed-{one}") == "refuse"]
    return body


def given_of(kind: EvidenceKind, body: Mapping[str, Any]) -> Given:
    """A recorded content as it would have been filled in."""
    given: Given = MultiDict()
    for field in fields_of(kind):
        WRITERS.get(field.widget, _write_line)(field, body.get(field.name), given)
    for case_id in body.get("refused", ()):
        given[f"agreed-{case_id}"] = "refuse"
    return given


def _line(field: Field, given: Given, _: Sequence[int]) -> str:
    return given.get(field.name, "").strip()


def _yes_no(field: Field, given: Given, _: Sequence[int]) -> bool | None:
    return {"yes": True, "no": False}.get(given.get(field.name, ""))


def _several(field: Field, given: Given, _: Sequence[int]) -> list[str]:
    return given.getlist(field.name)


def _lines(field: Field, given: Given, _: Sequence[int]) -> list[str] | None:
    found = [part.strip() for part in ITEMS.split(given.get(field.name, "").replace("\r", "")) if part.strip()]
    return found if found or not field.required else None


def _rows(field: Field, given: Given) -> list[list[str]]:
    lines = given.get(field.name, "").replace("\r", "").split("\n")
    return [[part.strip() for part in PARTS.split(line)] for line in lines if line.strip()]


def _people(field: Field, given: Given, _: Sequence[int]) -> list[dict[str, str]] | None:
    return [{"name": row[0], "post": "".join(row[1:2])} for row in _rows(field, given)] or None


def _roster(field: Field, given: Given, _: Sequence[int]) -> list[dict[str, Any]] | None:
    codes = {word: code for code, label in CAPACITIES.items() for word in (label, term(label))}
    return [
        {
            "name": row[0],
            "capacity": codes.get("".join(row[1:2]), "".join(row[1:2])),
            "signed": not any(part in (UNSIGNED, f"{UNSIGNED}字", term(UNSIGNED)) for part in row[2:]),
        }
        for row in _rows(field, given)
    ] or None


def _votes(_: Field, given: Given, case_ids: Sequence[int]) -> list[dict[str, Any]]:
    return [
        {"case_id": one} | {name: value for name in VOTES if (value := given.get(f"{name}-{one}", "").strip())}
        for one in case_ids
    ]


def _items(_: Field, given: Given, case_ids: Sequence[int]) -> list[dict[str, Any]]:
    return [{"case_id": one} | _item(given, one) for one in case_ids]


def _item(given: Given, case_id: int) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in ITEM:
        if value := given.get(f"{name}-{case_id}", "").strip():
            several = name in ("risks", "measures")
            said[name] = [part.strip() for part in ITEMS.split(value) if part.strip()] if several else value
    return said


def _verdicts(_: Field, given: Given, case_ids: Sequence[int]) -> list[int]:
    return [one for one in case_ids if given.get(f"agreed-{one}") == "agree"]


READERS: dict[str, Callable[[Field, Given, Sequence[int]], Any]] = {
    "line": _line,
    "text": _line,
    "number": _line,
    "day": _line,
    "choice": _line,
    "yes-no": _yes_no,
    "several": _several,
    "lines": _lines,
    "people": _people,
    "roster": _roster,
    "votes": _votes,
    "items": _items,
    "verdicts": _verdicts,
}


def _write_line(field: Field, value: Any, given: Given) -> None:
    given[field.name] = "" if value is None else str(value)


def _write_yes_no(field: Field, value: Any, given: Given) -> None:
    given[field.name] = {True: "yes", False: "no"}.get(value, "")


def _write_several(field: Field, value: Iterable[str] | None, given: Given) -> None:
    given.setlist(field.name, list(value or ()))


def _write_lines(field: Field, value: Iterable[str] | None, given: Given) -> None:
    given[field.name] = "\n".join(value or ())


def _write_people(field: Field, value: Iterable[Mapping[str, Any]] | None, given: Given) -> None:
    given[field.name] = "\n".join("，".join(filter(None, (one["name"], one.get("post", "")))) for one in value or ())


def _write_roster(field: Field, value: Iterable[Mapping[str, Any]] | None, given: Given) -> None:
    lines = []
    for one in value or ():
        unsigned = [] if one.get("signed", True) else [term(UNSIGNED)]
        lines.append("，".join([one["name"], term(CAPACITIES.get(one["capacity"], one["capacity"])), *unsigned]))
    given[field.name] = "\n".join(lines)


def _write_cases(_: Field, value: Iterable[Mapping[str, Any]] | None, given: Given) -> None:
    for one in value or ():
        for name, said in one.items():
            if name != "case_id" and said is not None:
                given[f"{name}-{one['case_id']}"] = "、".join(said) if isinstance(said, list) else str(said)


def _write_verdicts(_: Field, value: Iterable[int] | None, given: Given) -> None:
    for case_id in value or ():
        given[f"agreed-{case_id}"] = "agree"


WRITERS: dict[str, Callable[[Field, Any, Given], None]] = {
    "yes-no": _write_yes_no,
    "several": _write_several,
    "lines": _write_lines,
    "people": _write_people,
    "roster": _write_roster,
    "votes": _write_cases,
    "items": _write_cases,
    "verdicts": _write_verdicts,
}
