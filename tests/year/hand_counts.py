"""Each figure of a report counted once more from raw rows, as they stood when the report was issued.

A counter answers (place, part) once for each thing that counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tests.year.hand_rows import Home, Register, Row, begin_of, end_of

Found = Iterator[tuple[str, str]]
WATCHED, FREED = ("monitored", "re_flagged"), ("eliminate", "strike_off")
VISITED = ("nothing", "changes", "lead", "visit")
ANSWERED = ("app", "platform", "hotline", "letters", "media", "low-income", "petition")
"""The channels on which somebody waits for an answer."""


@dataclass
class Moment:
    """What a report tells of: an area and a period, as known at an instant."""

    register: Register
    area: str
    first: str
    last: str
    issued_at: str
    _counts: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)

    def count(self, figure: str, parts: tuple[str, ...], area: str) -> int:
        """How many, of some parts or of all, in a place of the area."""
        if figure not in self._counts:
            self._counts[figure] = Counter(COUNTED[figure](self))
        found = self._counts[figure].items()
        return sum(n for (place, part), n in found if place.startswith(area) and (not parts or part in parts))

    def parts(self, figure: str) -> list[str]:
        """The parts that have any."""
        self.count(figure, (), self.area)
        return sorted({part for _, part in self._counts[figure]})

    def amount(self, kind: str) -> Decimal:
        """The yuan of the help that arrived, of a kind or of all."""
        found = (one for home in self.homes for one in self.given(home) if not kind or one["kind"] == kind)
        return sum((one["amount"] for one in found), Decimal(0))

    @property
    def homes(self) -> list[Home]:
        """The households of the area."""
        return self.register.inside(self.area)

    def in_time(self, at: str | None) -> bool:
        """Whether something was entered by the end of the period and before the report."""
        return at is not None and at < end_of(self.last) and at <= self.issued_at

    def in_period(self, at: str | None) -> bool:
        """The same, and not before the period."""
        return self.in_time(at) and at is not None and at >= begin_of(self.first)

    def stands(self, row: Row) -> bool:
        """Whether a record stood when the report was issued."""
        return row["entered_at"] <= self.issued_at and not (row["ended_at"] and row["ended_at"] <= self.issued_at)

    def state(self, moves: list[Row]) -> str:
        """Where a case stood at the end of the period."""
        return next((one["state"] for one in reversed(moves) if self.in_time(one["at"])), "")

    def people(self, home: Home) -> int:
        """How many belonged to a household at the end of the period, as the register knew it then."""
        return sum(self._there(one) for one in home.people)

    def _there(self, one: Row) -> bool:
        known = one["applied"]
        came = one["joined_on"] is None or (one["joined_on"] <= self.last and known.get("joined", "") <= self.issued_at)
        gone = one["left_on"] and one["left_on"] <= self.last and known.get("left", "") <= self.issued_at
        return came and not gone

    def was(self, home: Home, name: str, now: str) -> str:
        """What a fact of a household was at the end of the period: the first later change tells what stood before."""
        mine = [one for one in home.former if name in one["before"]]
        after = [n for n, one in enumerate(mine) if one["holds_from"] <= self.last]
        later = mine[max(after) + 1 :] if after else mine
        return str(later[0]["before"][name]) if later else now

    def running(self, home: Home) -> list[Row]:
        """The measures that ran in the period."""
        return [
            one
            for one in home.measures
            if self.stands(one) and one["begins_on"] <= self.last and (one["ended_on"] or self.first) >= self.first
        ]

    def given(self, home: Home) -> list[Row]:
        """The help that arrived in the period."""
        return [one for one in home.deliveries if self.stands(one) and self.first <= one["delivered_on"] <= self.last]

    def risks(self, home: Home) -> list[Row]:
        """The risks that stood on record."""
        return [one for one in home.risks if self.stands(one)]

    def made(self, home: Home) -> list[Row]:
        """The moves that were made in the period."""
        return [one for one in home.moves if one["kind"] == "moved" and self.in_period(one["at"])]


def _homes(of: Callable[[Moment, Home], list[str]]) -> Callable[[Moment], Found]:
    return lambda m: ((home.place, part) for home in m.homes for part in of(m, home))


def _persons(of: Callable[[Moment, Home], list[str]]) -> Callable[[Moment], Found]:
    return lambda m: ((h.place, part) for h in m.homes for part in of(m, h) for _ in range(m.people(h)))


def _registered(m: Moment, home: Home) -> list[str]:
    return [m.was(home, "kind", home.kind)] if home.created_at < end_of(m.last) else []


def _monitored(m: Moment, home: Home) -> list[str]:
    state = m.state(home.moves)
    return [state] if state in (*WATCHED, "risk_eliminated") else []


def _category(m: Moment, home: Home) -> list[str]:
    return [m.was(home, "category", home.category)] if m.state(home.moves) in WATCHED else []


def _decided(m: Moment, home: Home) -> list[str]:
    return [one["move"] for one in m.made(home)]


def _under_way(m: Moment, home: Home) -> list[str]:
    found = []
    for run in home.runs:
        if run["purpose"] == "move" and m.in_time(run["started_at"]):
            over = run["finished_at"] and run["finished_at"] <= m.issued_at
            late = over and run["status"] == "complete" and run["finished_at"] >= end_of(m.last)
            found += [run["move"]] if not over or late else []
    return found


def _open(m: Moment, home: Home) -> list[Row]:
    """The steps that were open; of one opened again after the report, the row no longer tells how it was before."""
    by = min(end_of(m.last), m.issued_at)
    mine = (one for one in home.steps if one["opened_at"] < by)
    return [one for one in mine if one["status"] == "open" or (one["status"] == "done" and one["done_at"] >= by)]


def _late(m: Moment, home: Home) -> list[str]:
    last = min(m.last, m.issued_at[:10])
    return [one["name"] for one in _open(m, home) if one["due_on"] < last]


def _taken_over(m: Moment, home: Home) -> list[str]:
    return ["" for one in home.moves if one["kind"] == "taken-over" and m.in_period(one["at"])]


def _left_list(m: Moment, home: Home) -> bool:
    return any(one["move"] in FREED for one in m.made(home))


def _freed_helped(m: Moment, home: Home) -> list[str]:
    given = {one["kind"] for one in home.deliveries if m.stands(one) and one["delivered_on"] <= m.last}
    return sorted(given) if _left_list(m, home) else []


def _freed_risks(m: Moment, home: Home) -> list[str]:
    return [one["settled_way"] for one in m.risks(home) if one["settled_on"]] if _left_list(m, home) else []


def _without_help(m: Moment, home: Home) -> list[str]:
    return [""] if m.state(home.moves) in WATCHED and not m.running(home) else []


def _risks_open(m: Moment, home: Home) -> list[str]:
    found = [one for one in m.risks(home) if one["found_on"] <= m.last]
    return [one["kind"] for one in found if not one["settled_on"] or one["settled_on"] > m.last]


def _risks(name: str) -> Callable[[Moment, Home], list[str]]:
    return lambda m, home: [r["kind"] for r in m.risks(home) if r[name] and m.first <= r[name] <= m.last]


def _changed(name: str) -> Callable[[Moment, Home], list[str]]:
    """People who came or went in the period, agreed to before the report."""

    def found(m: Moment, home: Home) -> list[str]:
        mine = [one for one in home.people if one[f"{name}_on"] and m.first <= one[f"{name}_on"] <= m.last]
        known = [one for one in mine if one["applied"].get(name, "") <= m.issued_at]
        return [one["left_reason"] if name == "left" else "" for one in known]

    return found


def _leads(m: Moment) -> list[Row]:
    mine = [one for one in m.register.leads if one["area"].startswith(m.area) and one["at"] <= m.issued_at]
    return [one for one in mine if m.first <= one["received_on"] <= m.last]


def _reports(m: Moment) -> Iterator[tuple[str, Row]]:
    """Every time that somebody reported something in the period."""
    for lead in m.register.leads:
        if lead["area"].startswith(m.area):
            mine = (one for one in lead["reports"] if one["at"] <= m.issued_at)
            yield from ((lead["area"], one) for one in mine if m.first <= one["received_on"] <= m.last)


def _unanswered(m: Moment) -> Found:
    waiting = ((area, one) for area, one in _reports(m) if one["source"] in ANSWERED)
    return ((area, one["source"]) for area, one in waiting if not m.in_time(one["answered_at"]))


def _closed(m: Moment) -> Found:
    return ((one["area"], one["because"]) for one in _leads(m) if m.state(one["moves"]) == "closed")


def _scale(m: Moment, home: Home) -> list[str]:
    if home.created_at >= end_of(m.last):
        return []
    watched = m.state(home.moves) in WATCHED
    return [m.was(home, "category", home.category)] if watched else [m.was(home, "kind", home.kind)]


def _swept(m: Moment, home: Home) -> list[str]:
    quarter = f"{m.last[:4]}Q{(int(m.last[5:7]) + 2) // 3}"
    if quarter not in home.swept:
        return []
    mine = [one["found"] for one in home.calls if one["quarter"] == quarter and one["at"] <= m.issued_at]
    return ["visited" if mine and mine[-1] in VISITED else "left"]


def _freed_modes(m: Moment, home: Home) -> list[str]:
    ended = [run for run in home.runs if run["status"] == "complete" and run["purpose"] == "move"]
    mine = [run for run in ended if run["move"] in FREED and m.in_period(run["finished_at"])]
    return [home.proposals.get(run["id"]) or "unsaid" for run in mine]


def _followed(m: Moment) -> Found:
    told = ((one["area"], m.state(one["moves"])) for one in _leads(m))
    return ((area, state) for area, state in told if state in ("confirmed", "closed"))


def _notices(m: Moment) -> Found:
    mine = (one for one in m.register.notices if one["area"].startswith(m.area) and one["posted_on"])
    last = min(m.last, m.issued_at[:10])
    return ((one["area"], one["level"]) for one in mine if m.first <= one["posted_on"] <= last)


def _voices(m: Moment, settled: bool) -> Found:
    mine = [one for one in m.register.objections if one["area"].startswith(m.area) and m.in_period(one["filed_at"])]
    return ((one["area"], one["channel"]) for one in mine if not settled or m.in_time(one["settled_at"]))


def _kinds(rows: list[Row], once: bool = False) -> list[str]:
    found = [one["kind"] for one in rows]
    return sorted(set(found)) if once else found


COUNTED: dict[str, Callable[[Moment], Found]] = {
    "registered": _homes(_registered),
    "registered-persons": _persons(_registered),
    "monitored": _homes(_monitored),
    "monitored-persons": _persons(_monitored),
    "category": _homes(_category),
    "category-persons": _persons(_category),
    "decided": _homes(_decided),
    "decided-persons": _persons(_decided),
    "under-way": _homes(_under_way),
    "steps-open": _homes(lambda m, home: [one["name"] for one in _open(m, home)]),
    "steps-late": _homes(_late),
    "taken-over": _homes(_taken_over),
    "freed-helped": _homes(_freed_helped),
    "freed-risks": _homes(_freed_risks),
    "measures": _homes(lambda m, home: _kinds(m.running(home))),
    "planned": _homes(lambda m, home: _kinds(m.running(home), once=True)),
    "reached": _homes(lambda m, home: _kinds(m.given(home), once=True)),
    "reached-by-any": _homes(lambda m, home: [""] if m.given(home) else []),
    "deliveries": _homes(lambda m, home: _kinds(m.given(home))),
    "without-help": _homes(_without_help),
    "risks-found": _homes(_risks("found_on")),
    "risks-settled": _homes(_risks("settled_on")),
    "risks-open": _homes(_risks_open),
    "joined": _homes(_changed("joined")),
    "left": _homes(_changed("left")),
    "leads": lambda m: ((one["area"], one["source"]) for one in _leads(m)),
    "leads-followed": _followed,
    "leads-reported": lambda m: ((area, one["source"]) for area, one in _reports(m)),
    "leads-pushed": lambda m: ((area, one["department"]) for area, one in _reports(m) if one["department"]),
    "leads-standing": lambda m: ((one["area"], m.state(one["moves"]) or "received") for one in _leads(m)),
    "leads-closed": _closed,
    "leads-unanswered": _unanswered,
    "scale": _homes(_scale),
    "scale-persons": _persons(_scale),
    "swept": _homes(_swept),
    "freed-modes": _homes(_freed_modes),
    "notices": _notices,
    "objections": lambda m: _voices(m, settled=False),
    "objections-settled": lambda m: _voices(m, settled=True),
}
