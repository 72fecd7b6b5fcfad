"""The plain model: what the design and a pack's text say must happen, in dicts, sets and dates.

It shares no code with the product. A life is one household under one or more packs; every question it answers is
answered with the codes of the reasons against an act, and with whether the model knows every reason there can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tests.model import texts
from tests.model.days import ONE, Days
from tests.model.file import File, Paper
from tests.model.questions import SKIPS, asked

OVER = ("done", "skipped")
NOTICE_ROLES = ("village", "township", "county")
LEVELS = {"village": 12, "township": 9, "county": 6}


class Who(NamedTuple):
    """A person as the model sees one."""

    id: str
    role: str
    area: str
    department: str = ""

    def covers(self, area: str) -> bool:
        """Whether the person's area holds another."""
        return area.startswith(self.area)


class Foreseen(NamedTuple):
    """The codes of the reasons against an act; `sure` when no other reason can be."""

    codes: set[str]
    sure: bool = True


@dataclass
class Stand:
    """How a step stands."""

    status: str = "waiting"
    round: int = 1
    by: str = ""
    due: date | None = None
    opened_on: date | None = None
    done_on: date | None = None
    seen_by: str = ""


@dataclass
class List:
    """A notice: the households on it with their run and round, and the days it hangs."""

    step: str
    area: str
    terms: Mapping[str, Any]
    cases: dict[int, tuple[int, int]]
    posted_on: date
    last_on: date
    status: str = "posted"
    counted: int = 0


@dataclass
class Voice:
    """An objection: in which run it was said, whether too late, and what became of it."""

    case_id: int
    run: int
    late: bool
    filed_by: str
    status: str = "received"
    sent_back: bool = False


@dataclass
class Life:
    """One household, where it stands, and what has come together for it."""

    case_id: int
    area: str
    kind: str
    members: int
    able: int
    untold: int = 0
    state: str = "candidate"
    move: str = ""
    pack: Mapping[str, Any] = field(default_factory=dict)
    steps: dict[str, Stand] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    runs: int = 0
    complete: set[int] = field(default_factory=set)
    begun_on: date = date.min
    checked: tuple[bool, bool] | None = None
    identified_on: date | None = None
    eliminated_on: date | None = None

    @property
    def specs(self) -> dict[str, dict[str, Any]]:
        """The steps of the run as the pack writes them."""
        return texts.steps(texts.moves(self.pack)[self.move]) if self.move else {}

    @property
    def open(self) -> list[str]:
        """The steps that can be worked on."""
        return [name for name, stand in self.steps.items() if stand.status == "open"]


class Model:
    """All lives of one office, its lists and its calendar."""

    def __init__(self) -> None:
        self.days = Days()
        self.lives: dict[int, Life] = {}
        self.lists: dict[int, List] = {}
        self.voices: dict[int, Voice] = {}

    # --- what there is to look at

    def file(self, life: Life, today: date = date.min) -> File:
        """What questions may look at."""
        mine = [voice for voice in self.voices.values() if voice.case_id == life.case_id and not voice.late]
        waiting = sum(v.status in ("received", "investigating") and v.run not in life.complete for v in mine)
        here = [v for v in mine if life.move and v.run == life.runs and v.status == "upheld" and not v.sent_back]
        moves = texts.moves(life.pack) if life.pack else {}
        way = texts.way(life.move, moves[life.move]) if life.move else ""
        people = life.case_id, life.kind, life.members, life.able, life.untold
        found = File(*people, life.papers, waiting, len(here), life.pack, way, today, life.identified_on)
        found.checked = life.checked
        return found

    # --- beginning and ending

    def may_start(self, life: Life, pack: Mapping[str, Any], name: str, by: Who) -> Foreseen:
        """Reasons against beginning a move."""
        move = texts.moves(pack).get(name)
        if move is None or life.state not in texts.sources(name, move):
            return Foreseen({"unknown-act"})
        codes = {"run-under-way"} if life.move else set()
        codes |= set() if by.covers(life.area) else {"outside-area"}
        roles = move.get("started_by", ())
        return Foreseen(codes | ({"role-required"} if roles and by.role not in roles else set()))

    def start(self, life: Life, pack: Mapping[str, Any], name: str, by: Who, today: date) -> None:
        """Begin a move."""
        life.move, life.pack, life.papers, life.runs, life.begun_on = name, pack, [], life.runs + 1, today
        life.steps = {step: Stand() for step in life.specs}
        self._open_next(life, by, today)

    def _open_next(self, life: Life, by: Who, today: date) -> None:
        moved = True
        while moved:
            moved = False
            for name, spec in life.specs.items():
                stand = life.steps[name]
                if stand.status != "waiting" or any(life.steps[one].status not in OVER for one in spec["after"]):
                    continue
                moved = True
                if self._skipped(life, spec):
                    stand.status, stand.by, stand.done_on = "skipped", by.id, today
                else:
                    stand.status, stand.opened_on = "open", today
        self._date_steps(life)

    def _skipped(self, life: Life, spec: Mapping[str, Any]) -> bool:
        names = spec.get("skip_when", ())
        return any(SKIPS[name](self.file(life)) for name in ([names] if isinstance(names, str) else names))

    def _date_steps(self, life: Life) -> None:
        """When each open step is due: by the plan, so long after its event, or by the window."""
        for name in life.open:
            spec, stand = life.specs[name], life.steps[name]
            planned, since = texts.planned_until(life.pack, life.move, spec), self._event(life, name)
            if planned:
                stand.due = planned
            elif "within" in spec and since:
                stand.due = self.days.last(since, spec["within"])
            else:
                stand.due = day_of(spec.get("window", {}).get("until"))

    def _event(self, life: Life, name: str) -> date | None:
        """The day from which a step's clock counts; None while it has not come."""
        start, opened = str(life.specs[name].get("start", "opening")), life.steps[name].opened_on
        if start.startswith("step:"):
            return life.steps[start.removeprefix("step:")].done_on
        if start.startswith("evidence:"):
            papers = [paper for paper in life.papers if paper.kind == start.removeprefix("evidence:")]
            return papers[-1].on if papers else None
        if start in ("month-end", "quarter-end") and opened:
            last = opened.month if start == "month-end" else (opened.month + 2) // 3 * 3
            return date(opened.year + last // 12, last % 12 + 1, 1) - ONE
        return life.begun_on if start in ("run", "lead") else opened

    def _too_early(self, life: Life, name: str, today: date) -> set[str]:
        spec = life.specs[name]
        if "period" not in spec:
            return set()
        since = self._event(life, name)
        if since is None:
            return {"too-early"} if life.steps[name].status == "open" else set()
        return {"too-early"} if today <= self.days.last(since, spec["period"]) else set()

    def may_break_off(self, life: Life, by: Who) -> Foreseen:
        """Reasons against ending a run without its move; the first is the only one told."""
        return Foreseen({"no-run"} if not life.move else set() if by.covers(life.area) else {"outside-area"})

    def break_off(self, life: Life) -> None:
        """End the run without its move."""
        life.move, life.steps = "", {}

    # --- steps

    def may_act(self, life: Life, name: str, by: Who, today: date) -> Foreseen:
        """Reasons against finishing a step; those of the move itself are asked with its last step."""
        if name not in life.steps:
            return self._may_move(life, name, by, today)
        spec = life.specs[name]
        codes = _standing(life, name) | self._actor(life, spec, by) | _window(spec, today)
        needs = list(spec.get("needs", ()))
        if "notice" in spec:
            codes |= self._hung(life, name, today)
        if self._ends_with(life, name):
            needs += texts.moves(life.pack)[life.move].get("needs", ())
        return self._asked(life, codes | self._too_early(life, name, today), needs, today)

    def _may_move(self, life: Life, name: str, by: Who, today: date) -> Foreseen:
        """Reasons against making a move without its procedure: there is always one."""
        move = texts.moves(life.pack).get(name)
        if move is None or life.state not in texts.sources(name, move):
            return Foreseen({"unknown-act"})
        codes = {"procedure-needed"} | ({"run-under-way"} if life.move else set())
        roles = move.get("started_by", ())
        codes |= {"role-required"} if roles and by.role not in roles else set()
        codes |= set() if by.covers(life.area) else {"outside-area"}
        return self._asked(life, codes, move.get("needs", ()), today)

    def _asked(self, life: Life, codes: set[str], needs: Sequence[Mapping[str, Any]], today: date) -> Foreseen:
        found = [asked(need, self.file(life, today)) for need in needs]
        return Foreseen(codes.union(*(more for more, _ in found)), all(sure for _, sure in found))

    def _ends_with(self, life: Life, name: str) -> bool:
        """Whether the run is complete once this step is done: all else is done, or is left out by rule then."""
        over = {one for one, stand in life.steps.items() if stand.status in OVER} | {name}
        while more := {
            one
            for one, spec in life.specs.items()
            if one not in over and over.issuperset(spec["after"]) and life.steps[one].status == "waiting"
            and self._skipped(life, spec)
        }:  # fmt: skip
            over |= more
        return over.issuperset(life.steps)

    def _actor(self, life: Life, spec: Mapping[str, Any], by: Who) -> set[str]:
        codes = set() if by.role == spec["by"] else {"role-required"}
        codes |= set() if by.covers(life.area) else {"outside-area"}
        apart = any(life.steps[other].by == by.id for other in spec.get("apart_from", ()))
        return codes | ({"same-person"} if apart else set())

    def _hung(self, life: Life, name: str, today: date) -> set[str]:
        place = life.runs, life.steps[name].round
        mine = [one for one in self.lists.values() if one.step == name and one.cases.get(life.case_id) == place]
        return _running(mine[-1], today) if mine else {"notice-missing"}

    def finish(self, life: Life, name: str, by: Who, today: date) -> None:
        """Finish a step, and with the last one make the move."""
        stand = life.steps[name]
        stand.status, stand.by, stand.done_on = "done", by.id, today
        self._open_next(life, by, today)
        if all(stand.status in OVER for stand in life.steps.values()):
            self._move(life, today)

    def _move(self, life: Life, today: date) -> None:
        move = texts.moves(life.pack)[life.move]
        way = texts.way(life.move, move)
        life.state = texts.target(life.move, move)
        if way in ("identify", "re_flag", "return_to_poverty"):
            life.identified_on, life.eliminated_on = today, None
        elif way in ("eliminate", "roll_back"):
            life.eliminated_on = today if way == "eliminate" else None
        life.complete.add(life.runs)
        life.move, life.steps = "", {}

    def take_in(self, life: Life, paper: Paper, instead_of: int = 0) -> None:
        """A paper comes into the file, perhaps in place of an older one."""
        life.papers = [one for one in life.papers if one.number != instead_of]
        if life.move:
            life.papers.append(paper)
            self._date_steps(life)

    # --- going back

    def may_send_back(self, life: Life, name: str, by: Who, reason: str) -> Foreseen:
        """Reasons against sending a run back to a step."""
        if not life.move or name not in life.steps:
            return Foreseen({"no-run"} if not life.move else {"unknown-act"})
        after = texts.later(life.specs, name)
        holds = any(one in after and life.specs[one]["by"] == by.role for one in life.open)
        codes = set() if life.steps[name].status in OVER else {"not-done"}
        codes |= set() if holds and by.covers(life.area) else {"not-yours"}
        return Foreseen(codes | (set() if reason.strip() else {"reason-needed"}))

    def may_withdraw(self, life: Life, name: str, by: Who) -> Foreseen:
        """Reasons against taking back what one has finished."""
        if not life.move or name not in life.steps:
            return Foreseen({"no-run"} if not life.move else {"unknown-act"})
        stand = life.steps[name]
        codes = set() if stand.status == "done" and stand.by == by.id else {"not-yours"}
        for other in texts.later(life.specs, name):
            one = life.steps[other]
            codes |= {"later-done"} if one.status == "done" else set()
            codes |= {"already-seen"} if one.status == "open" and one.seen_by not in ("", by.id) else set()
        return Foreseen(codes)

    def reopen(self, life: Life, name: str, today: date, *, sent_back: bool) -> None:
        """Open a step again, and close everything after it; both begin a new round."""
        for other in texts.later(life.specs, name):
            if life.steps[other].status != "waiting":
                life.steps[other] = Stand("waiting", life.steps[other].round + 1)
        life.steps[name] = Stand("open", life.steps[name].round + 1, opened_on=today)
        self._date_steps(life)
        for voice in self.voices.values():
            if sent_back and voice.case_id == life.case_id and voice.status in ("upheld", "dismissed"):
                voice.sent_back = True

    def see(self, life: Life, by: Who) -> None:
        """Somebody in the role of an open step looks at the household."""
        for name in life.open:
            if life.specs[name]["by"] == by.role and not life.steps[name].seen_by:
                life.steps[name].seen_by = by.id

    # --- lists and voices

    def may_list(self, lives: Sequence[Life], step: str, by: Who) -> Foreseen:
        """Reasons against drawing up a list of these households for a step."""
        codes = set() if by.role in NOTICE_ROLES else {"role-required"}
        codes |= set() if all(by.covers(life.area) for life in lives) else {"outside-area"}
        codes |= {"other-pack"} if len({life.pack.get("pack", {}).get("id") for life in lives}) > 1 else set()
        terms = terms_of(lives[0], step)
        if terms is None:
            codes |= {"no-notice-step"}
        elif len({life.area[: LEVELS[terms["level"]]] for life in lives}) > 1:
            codes |= {"other-area"}
        elif not by.covers(lives[0].area[: LEVELS[terms["level"]]]):
            codes |= {"level-required"}
        for life in lives:
            stand = life.steps.get(step)
            if stand is None or stand.status != "open":
                codes |= {"step-not-open"}
            elif any(
                one.step == step and one.cases.get(life.case_id) == (life.runs, stand.round)
                for one in self.lists.values()
            ):
                codes |= {"already-listed"}
        return Foreseen(codes)

    def hang(self, number: int, lives: Iterable[Life], step: str, today: date) -> List:
        """A list hangs in all its places since today."""
        lives = list(lives)
        terms = terms_of(lives[0], step)
        assert terms is not None
        cases = {life.case_id: (life.runs, life.steps[step].round) for life in lives}
        area = lives[0].area[: LEVELS[terms["level"]]]
        self.lists[number] = List(step, area, terms, cases, today, date.max)
        self.reckon(self.lists[number])
        return self.lists[number]

    def reckon(self, one: List) -> None:
        """Work out the last day of a list that hangs."""
        n, unit = one.terms["period"].split()
        count, roll = one.terms.get("count", "next-day"), one.terms.get("roll_over", False)
        one.last_on = self.days.last(one.posted_on, f"{int(n) - one.counted} {unit}", count, roll)

    def may_close(self, one: List, by: Who, role: str, today: date) -> Foreseen:
        """Reasons against closing a list."""
        codes = set() if by.role in NOTICE_ROLES and by.role == role else {"role-required"}
        codes |= set() if by.covers(one.area) else {"outside-area"}
        return Foreseen(codes | (set() if one.status == "closed" else _running(one, today)))

    def waiting(self, one: List) -> list[Life]:
        """The households whose step waits for the list."""
        lives = [(self.lives[case_id], place) for case_id, place in one.cases.items()]
        return [
            life
            for life, place in lives
            if one.step in life.open and life.move and (life.runs, life.steps[one.step].round) == place
        ]

    def amend(self, days: Mapping[date, bool]) -> None:
        """Days that are worked or not from now on; what hangs ends on another day."""
        self.days.amended |= days
        for one in self.lists.values():
            if one.status == "posted":
                self.reckon(one)


def day_of(written: date | str | None) -> date | None:
    """A day as TOML or JSON writes it."""
    return date.fromisoformat(written) if isinstance(written, str) else written


def terms_of(life: Life, step: str) -> Mapping[str, Any] | None:
    """What the pack under which a household stands asks of a notice; any move of it may ask."""
    for move in texts.moves(life.pack).values() if life.pack else ():
        for name, spec in texts.steps(move).items():
            if name == step and "notice" in spec:
                return dict(spec["notice"])
    return None


def _standing(life: Life, name: str) -> set[str]:
    status = life.steps[name].status
    if status == "waiting":
        return {"step-before"} if any(life.steps[o].status not in OVER for o in life.specs[name]["after"]) else set()
    return set() if status == "open" else {"step-done"}


def _window(spec: Mapping[str, Any], today: date) -> set[str]:
    window = spec.get("window", {})
    first, last = day_of(window.get("from")), day_of(window.get("until"))
    codes = {"window-not-open"} if first and today < first else set()
    return codes | ({"window-closed"} if last and today > last else set())


def _running(one: List, today: date) -> set[str]:
    if one.status == "interrupted":
        return {"notice-interrupted"}
    return {"notice-running"} if today <= one.last_on else set()
