"""The plan's phases, prohibitions, departments and criteria: whether what they name is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from states.evidence.criteria import ASKS
from states.evidence.reviews import DEPARTMENTS
from states.leads.channels import CHANNELS
from states.packs.campaign_parts import Mark, Post, Window
from states.packs.lines import Path
from states.packs.refusals import Refusal
from states.packs.schema import MovePart, PackFile, StepPart

REVIEWERS = ("village", "township")
PROGRAMS = ("change", "income", "floor")
"""Tables besides the moves whose keys the program enforces by itself."""
SHEETS = ("village", "lifted_out_village", "work_team", "township")
"""The yearly sheets of places (`states.places.sheet_kinds`)."""
ENFORCES = ("move.M.needs.NAME", "move.M.step.S.needs.NAME", "move.M.step.S.notice", "change.closed", "floor.notice")


def unsound(pack: PackFile) -> Iterator[Refusal]:
    """Everything that the plan's own tables name and that is not there."""
    yield from _phases(pack)
    yield from _windows(pack)
    yield from _prohibitions(pack)
    yield from _criteria(pack)
    yield from _leads(pack)
    yield from _sheets(pack)
    yield from _problem_kinds(pack)


def _leads(pack: PackFile) -> Iterator[Refusal]:
    for name in pack.lead:
        if name != "default" and name not in CHANNELS:
            yield Refusal(("lead", name), f"没有“{name}”这个线索来源，可写：default、{'、'.join(CHANNELS)}")


def _phases(pack: PackFile) -> Iterator[Refusal]:
    for i, phase in enumerate(pack.phase):
        if phase.since and phase.until and phase.since > phase.until:
            yield Refusal(("phase", i, "until"), f"阶段“{phase.title}”的起止日期颠倒")
        if any(other.name == phase.name for other in pack.phase[:i]):
            yield Refusal(("phase", i, "name"), f"有两个阶段都叫“{phase.name}”")
        for name in phase.steps:
            move, _, step = name.partition(".")
            if _step(pack, move, step) is None:
                yield Refusal(("phase", i, "steps"), f"没有“{name}”这个步骤（写作“变动.步骤”）")


def _windows(pack: PackFile) -> Iterator[Refusal]:
    """What windows name, and the order of their days; marks and posts are told apart by their names."""
    phases = {phase.name for phase in pack.phase}
    for i, window in enumerate(pack.window):
        if window.since and window.until and window.since > window.until:
            yield Refusal(("window", i, "until"), f"窗口“{window.title}”的起止日期颠倒")
        if window.phase and window.phase not in phases:
            yield Refusal(("window", i, "phase"), f"没有“{window.phase}”这个阶段")
        if window.opened_by == "request" and not window.phase:
            yield Refusal(("window", i, "phase"), f"窗口“{window.title}”要申请才开放，请写明属于哪个阶段")
        if not window.operations:
            yield Refusal(("window", i, "operations"), f"窗口“{window.title}”没有写明管哪些操作")
    tables: tuple[tuple[Path, Sequence[Window | Mark | Post]], ...] = (
        (("window",), pack.window), (("mark",), pack.mark), (("team", "post"), pack.team.post),
    )  # fmt: skip
    for path, rows in tables:
        for i, row in enumerate(rows):
            if any(other.name == row.name for other in rows[:i]):
                yield Refusal((*path, i, "name"), f"有两处都叫“{row.name}”")


def _prohibitions(pack: PackFile) -> Iterator[Refusal]:
    for i, one in enumerate(pack.prohibition):
        if not enforces(pack, one.enforced_by):
            reason = f"方案里没有“{one.enforced_by}”，这一条禁令没有落实；可写：{'、'.join(ENFORCES)}"
            yield Refusal(("prohibition", i, "enforced_by"), reason)


def _criteria(pack: PackFile) -> Iterator[Refusal]:
    """Each criterion has somebody who answers for it, and asks for what the review can tell."""
    for name, criterion in pack.criteria.items():
        path: Path = ("criteria", name)
        for code in criterion.departments:
            if code not in DEPARTMENTS and code not in pack.departments:
                reason = f"没有人能复核：没有“{code}”这个部门，地方自己的部门要在 [departments] 里写明名称"
                yield Refusal((*path, "departments"), reason)
        if bool(criterion.departments) == bool(criterion.by):
            yield Refusal(path, f"“{criterion.title}”要写明由哪些部门复核（departments），或由哪个岗位自己复核（by）")
        if criterion.by and criterion.by not in REVIEWERS:
            yield Refusal((*path, "by"), f"“{criterion.by}”不能复核退出标准；可用的有：{'、'.join(REVIEWERS)}")
        for ask in criterion.asks:
            if ask not in ASKS:
                yield Refusal((*path, "asks"), f"复核表上没有“{ask}”这一项；可用的有：{'、'.join(ASKS)}")


def _sheets(pack: PackFile) -> Iterator[Refusal]:
    """Each sheet is one that the program knows, and lies in a phase of the plan that has an end."""
    ends = {phase.name for phase in pack.phase if phase.until}
    for kind, sheet in pack.sheets.items():
        if kind not in SHEETS:
            yield Refusal(("sheets", kind), f"没有“{kind}”这种年度信息表；可用的有：{'、'.join(SHEETS)}")
        if sheet.phase not in ends:
            yield Refusal(("sheets", kind, "phase"), f"没有“{sheet.phase}”这个写明止日的阶段")


def _problem_kinds(pack: PackFile) -> Iterator[Refusal]:
    for i, one in enumerate(pack.problems):
        if any(other.name == one.name for other in pack.problems[:i]):
            yield Refusal(("problems", i, "name"), f"有两类问题清单都叫“{one.name}”")


def enforces(pack: PackFile, where: str) -> bool:
    """Whether this path leads to something in the pack that the program holds to."""
    first, *rest = where.split(".")
    if first == "move" and rest:
        return _in_move(pack, rest[0], rest[1:])
    return first in PROGRAMS and bool(rest) and _is_set(getattr(pack, first), rest)


def _in_move(pack: PackFile, name: str, rest: Sequence[str]) -> bool:
    move = pack.move.get(name)
    if move is None or not rest:
        return False
    if move.off:
        return list(rest) == ["off"]
    if rest[0] == "step":
        step = _step(pack, name, rest[1]) if len(rest) > 2 else None
        return step is not None and _in_part(step, rest[2:])
    return _in_part(move, rest)


def _in_part(part: MovePart | StepPart, rest: Sequence[str]) -> bool:
    if rest[0] == "needs":
        return len(rest) == 2 and any(rest[1] in _names(need) for need in part.needs)
    return _is_set(part, rest)


def _names(need: Mapping[str, Any]) -> set[str]:
    """What a need asks for, with the alternatives it leaves."""
    ways = [way for way in need.get("any_of", ()) if isinstance(way, Mapping)]
    return {str(one[key]) for one in (need, *ways) for key in ("evidence", "guard") if key in one}


def _is_set(part: Any, rest: Sequence[str]) -> bool:
    """Whether a key, or one inside it, is written with something in it."""
    for name in rest:
        names = (
            {field.alias or key: key for key, field in type(part).model_fields.items()}
            if isinstance(part, BaseModel)
            else {}
        )
        if isinstance(part, Mapping):
            part = part.get(name)
        elif name in names:
            part = getattr(part, names[name])
        else:
            return False
    return part not in (None, "", (), False, {})


def _step(pack: PackFile, move: str, name: str) -> StepPart | None:
    part = pack.move.get(move)
    return next((step for step in part.step if step.name == name), None) if part and not part.off else None
