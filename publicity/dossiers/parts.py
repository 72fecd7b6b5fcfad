"""The parts of a household's file, each from its part of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from publicity.dossiers.legible import day, legible, span
from states.evidence.reviews import DEPARTMENTS
from states.identified import WORDS, rested_on

Record = Mapping[str, Any]
Line = dict[str, Any]
SHORT = 12
SAYS = ("findings", "reason", "result", "conclusion", "what", "item", "detail", "explanation", "document", "remarks")
"""What a piece of evidence says in a person's own words, whatever its kind: shown in the list of papers."""


def facts(home: Record) -> list[Line]:
    """The household's own facts, each with its label; what its category rested on among them (XZ06)."""
    rested = rested_on({name: str(home[name] or "") for name in ("category", *WORDS)})
    told = {
        "户类型": home["kind_label"],
        "监测对象类别": home["category_label"],
        "联系电话": home["phone"],
        "家庭住址": home["address"],
        "纳入日期": day(home["identified_on"]),
        "消除日期": day(home["eliminated_on"]),
        **{label: rested[name] for name, label in WORDS.items() if rested[name]},
    }
    return [{"label": label, "text": legible(text)} for label, text in told.items()]


def people(members: Sequence[Record]) -> list[Line]:
    """The members; of those who came or left, when and why."""
    return [
        {
            "name": legible(one["name"], 200),
            "relation": one["relation_label"],
            "sex": one["sex_label"],
            "identity_number": legible(one["id_no"]),
            "health": one["health_label"],
            "labour": one["labour_label"],
            "remark": _moved(one),
        }
        for one in members
    ]


def _moved(one: Record) -> str:
    came = f"{day(one['joined_on'])}增加" if one["joined_on"] else ""
    return f"{day(one['left_on'])}{one['left_label']}减少" if one["left_on"] else came


def papers(record: Record, pages: Mapping[str, str]) -> list[tuple[int, Line]]:
    """The list of contents: each evidence with its files, each printed notice, each photo of it (evidence id or 0)."""
    return [*_evidence(record["evidence"], pages), *((0, line) for line in _printed(record["notices"], pages))]


def _evidence(evidence: Sequence[Record], pages: Mapping[str, str]) -> Iterator[tuple[int, Line]]:
    for one in evidence:
        marks = [word for word, is_so in (("补录", one["late"]), ("已更正", one["superseded"])) if is_so]
        body = one["body"]
        said = [DEPARTMENTS.get(str(body.get("department")), "")]
        said += [body[name] for name in SAYS if isinstance(body.get(name), str)]
        line = {"kind": one["title"], "on": day(one["happened_on"]), "who": legible(one["recorded_by_name"])}
        yield (
            one["evidence"],
            line
            | {
                "pages": "+".join(pages.get(file["digest"], "缺") for file in one["files"]),
                "digest": " ".join(file["digest"][:SHORT] for file in one["files"]),
                "remark": legible("，".join([*marks, *(text for text in said if text)]), 120),
            },
        )


def _printed(notices_: Sequence[Record], pages: Mapping[str, str]) -> Iterator[Line]:
    for one in notices_:
        title = legible(f"{one['title']}（{one['number']}号第{one['edition']}版）", 200)
        if one["printed_digest"]:
            yield _stored(title, one["printed_on"], one["issuer"], one["printed_digest"], pages)
        for place in one["places"]:
            for word, on, photo in (
                ("张贴", place["posted_on"], place["photo"]),
                ("取下", place["taken_down_on"], place["taken_down_photo"]),
            ):
                if photo:
                    yield _stored(f"{place['place_label']}{word}照片", on, place["posted_by_name"], photo, pages)


def _stored(kind: str, on: str | None, who: str, digest: str, pages: Mapping[str, str]) -> Line:
    told = {"kind": kind, "on": day(on), "who": legible(who)}
    return told | {"pages": pages.get(digest, "缺"), "digest": digest[:SHORT]}


def notices(some: Sequence[Record]) -> list[Line]:
    """The notices with their periods, and each place with the days on which it went up and came down."""
    return [
        {
            "title": legible(one["title"], 200),
            "number": f"{one['number']}号第{one['edition']}版",
            "period": span(one["first_on"], one["last_on"]) if one["posted_on"] else "没有张贴",
            "places": legible("；".join(_place(place) for place in one["places"])),
            "result": f"移出：{legible(one['reason'], 200)}" if one["removed_at"] else one["state_label"],
        }
        for one in some
    ]


def _place(one: Record) -> str:
    return f"{one['place_label']}{span(one['posted_on'], one['taken_down_on'])}"


def voices(some: Sequence[Record]) -> list[Line]:
    """The objections with what was found and answered."""
    return [
        {
            "receipt": one["receipt"],
            "on": day(one["filed_at"]),
            "text": legible(f"（{one['channel_label']}）{one['text']}"),
            "finding": legible("；".join(text for text in (one["finding"], one["answer"]) if text)),
            "result": one["state_label"] + (f" {day(one['settled_at'])}" if one["settled_at"] else ""),
        }
        for one in some
    ]


def aids(help_: Record) -> list[Line]:
    """The help that stands: risks, measures, what arrived, the quarterly checks; replaced records are in the record."""
    return [
        {"kind": kind, "on": on, "text": legible(text), "who": legible(who)} for kind, on, text, who in _aids(help_)
    ]


def _aids(help_: Record) -> Iterator[tuple[str, str, str, str]]:
    def standing(name: str) -> Iterator[Record]:
        return (one for one in help_[name] if not one["superseded"])

    for one in standing("risks"):
        settled = f"，{day(one['settled_on'])}消除" if one["settled_on"] else ""
        yield "风险", day(one["found_on"]), f"{one['label']} {one['remark']}{settled}", one["entered_by_name"]
    for one in standing("measures"):
        ended = f"，{day(one['ended_on'])}停止" if one["ended_on"] else ""
        yield "措施", span(one["begins_on"], one["due_on"]), f"{one['label']}：{one['plan']}{ended}", one["person"]
    for one in standing("deliveries"):
        amount = f"，{one['amount']}元" if one["amount"] else ""
        yield "落实", day(one["delivered_on"]), f"{one['label']}：{one['content']}{amount}", one["provider"]
    for one in standing("checks"):
        yield "季度核查", day(one["checked_on"]), f"{one['quarter']}：{one['found']}", one["entered_by_name"]
