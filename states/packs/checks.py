"""What a pack must keep beyond its format: suppliers, separate hands, the floor of its parent, and its own dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from engine.definition import Definition, Move
from engine.durations import Duration
from engine.guards import Need
from engine.procedure import StepSpec
from engine.workdays import Calendar
from states.changes.fields import known
from states.evidence.known import KINDS
from states.evidence.reviews import DEPARTMENTS
from states.income.items import editions
from states.packs.duties import owed_wrongly
from states.packs.lines import Path
from states.packs.phases import unsound
from states.packs.refusals import Refusal
from states.packs.schema import Floor, PackFile, duration
from states.packs.timetable import timetable
from states.terms import terms_of

REVIEWS = {"evidence:spot_check", "evidence:meeting", "evidence:decision"}


def check(pack: PackFile, definition: Definition, floor: Floor) -> Iterator[Refusal]:
    """Everything wrong with a built pack; `floor` is what its parents demand."""
    if pack.income.edition and pack.income.edition not in editions():
        yield Refusal(("income", "edition"), f"收入项目没有这一版，只有：{'、'.join(editions())}")
    for move in definition.moves:
        for i, spec in enumerate(move.procedure.steps if move.procedure else ()):
            path: Path = ("move", move.name, "step", i)
            yield from _suppliers(path, spec, pack)
            yield from _hands(path, move, spec)
            yield from _loosened(path, spec, definition.digest, floor)
        yield from _required(("move", move.name), move, floor)
        yield from _dates(pack, move, definition.digest)
    yield from _change(pack)
    yield from unsound(pack)
    yield from owed_wrongly(pack)
    yield from _renames(pack, definition)


def _renames(pack: PackFile, definition: Definition) -> Iterator[Refusal]:
    known = {spec.name for move in definition.moves if move.procedure for spec in move.procedure.steps}
    taken: dict[str, str] = {}
    for old, new in pack.migrate.rename.items():
        path: Path = ("migrate", "rename", old)
        if new not in known:
            yield Refusal(path, f"没有名为“{new}”的步骤，原来的“{old}”接不上")
        elif old in known:
            yield Refusal(path, f"“{old}”还是这个方案的步骤，不能又改叫“{new}”")
        elif new in taken:
            yield Refusal(path, f"“{taken[new]}”和“{old}”不能都改叫“{new}”")
        taken[new] = old


def _change(pack: PackFile) -> Iterator[Refusal]:
    for i, span in enumerate(pack.change.closed):
        if span.since is None or span.until is None or span.since > span.until:
            yield Refusal(("change", "closed", i), "不办自然增减的日期要写明起止两天，且起不晚于止")
    for name in pack.change.double_keyed:
        if not known(name):
            yield Refusal(("change", "double_keyed"), f"没有“{name}”这一栏，不能要求两人各录一遍")


def _suppliers(path: Path, spec: StepSpec, pack: PackFile) -> Iterator[Refusal]:
    for j, need in enumerate(spec.needs):
        where = (*path, "needs", j - (len(spec.needs) - len(_written(path, pack))))
        for one in need.alternatives or (need,):
            yield from _supplied(where, one, pack)


def _written(path: Path, pack: PackFile) -> tuple[dict[str, Any], ...]:
    """The needs that the file itself writes down: a notice stands before them as a need of its own."""
    return pack.move[str(path[1])].step[int(path[3])].needs


def _supplied(path: Path, need: Need, pack: PackFile) -> Iterator[Refusal]:
    kind = KINDS.get(need.name.removeprefix("evidence:"))
    is_review = need.name == "evidence:criterion_review"
    known = pack.criteria if is_review else DEPARTMENTS.keys() | pack.departments.keys()
    for code in need.params.get("each_of", ()):
        if code not in known:
            word = "标准（[criteria]）" if is_review else "部门"
            yield Refusal(path, f"没有人能提交：没有“{code}”这个{word}")
    signers = set(need.params.get("signed_by", ()))
    if kind and "writer" in signers and "writer" not in kind.body.model_fields:
        yield Refusal(path, f"没有人能提交：“{kind.title}”没有代写人")


def _hands(path: Path, move: Move, spec: StepSpec) -> Iterator[Refusal]:
    if move.procedure is None or not any(need.name in REVIEWS for need in spec.each_need):
        return
    for other in move.procedure.steps:
        before = spec.name in move.procedure.descendants[other.name]
        if before and other.by == spec.by and other.name not in spec.apart_from:
            reason = f"“{spec.title}”的人可能审到自己办的“{other.title}”，要写 apart_from"
            yield Refusal((*path, "by"), reason)


def _loosened(path: Path, spec: StepSpec, digest: str, floor: Floor) -> Iterator[Refusal]:
    for j, need in enumerate(spec.needs):
        visits = [one for one in need.alternatives or (need,) if one.name == "evidence:visit"]
        if any(one.params.get("visitors", 1) < floor.visitors for one in visits):
            yield Refusal((*path, "needs", j), f"上级方案要求入户至少{floor.visitors}人，不能放宽")
    terms = terms_of(digest, spec.name)
    if floor.notice and terms and terms.level == "village":
        least = duration(floor.notice)
        if _shorter(terms.duration, least):
            yield Refusal((*path, "notice"), f"上级方案要求公示至少{least.label}，不能放宽")


def _shorter(one: Duration, other: Duration) -> bool:
    """Five calendar days are fewer than five working days."""
    worth = {"days": 1.0, "workdays": 7 / 5, "months": 30.0}
    return one.n * worth[one.unit] < other.n * worth[other.unit]


def _required(path: Path, move: Move, floor: Floor) -> Iterator[Refusal]:
    asked = {
        name.removeprefix("evidence:")
        for spec in (move.procedure.steps if move.procedure else ())
        for need in spec.needs
        for name in set.intersection(*({one.name} for one in need.alternatives or (need,)))
    }
    for name in floor.required.get(move.way, ()):
        if name not in asked:
            title = KINDS[name].title if name in KINDS else {"notice": "公示"}.get(name, name)
            yield Refusal(path, f"上级方案要求“{move.label}”必须有“{title}”，不能省去")


def _dates(pack: PackFile, move: Move, digest: str) -> Iterator[Refusal]:
    starts = [s.clock.planned[0] for s in (move.procedure.steps if move.procedure else ()) if s.clock.planned]
    start = min(starts, default=pack.pack.valid.since or date(2021, 1, 1))
    for row in timetable(move, digest, Calendar(), start):
        if not row.fits:
            position = [spec.name for spec in (move.procedure.steps if move.procedure else ())].index(row.step)
            reason = f"日程排不开：“{row.title}”最早{row.done_on}才能办完，方案却要求不晚于{row.last_on}"
            yield Refusal(("move", move.name, "step", position, "planned"), reason)
            return
