"""Clocks from the words of a pack: how long at least and at most, and from which event."""

from __future__ import annotations

from datetime import date

from engine.durations import Duration
from engine.procedure import EVENTS, EVIDENCE, OPENING, STEP, Clock
from states.evidence.known import KINDS
from states.packs.campaign_parts import Phase
from states.packs.lines import Path
from states.packs.part import Span
from states.packs.refusals import Refusal
from states.packs.schema import MovePart, PackFile, StepPart, duration

EVENT_WORDS = (*EVENTS, f"{STEP}NAME", f"{EVIDENCE}KIND")


def clock_of(path: Path, part: StepPart, name: str, move: MovePart, pack: PackFile) -> Clock:
    """The clock of a step; without dates of its own it takes those of the plan's phase that it lies in."""
    start = start_of(path, part.start, move, bool(part.within or part.period))
    if start == STEP + part.name:
        raise Refusal((*path, "start"), "步骤的期限不能从它自己办完算起")
    return Clock(
        within=_length(part.within),
        planned=planned((*path, "planned"), part.planned) or _phase(f"{name}.{part.name}", pack),
        window=(part.window.since, part.window.until) if part.window else (None, None),
        period=_length(part.period),
        start=start or OPENING,
    )


def start_of(path: Path, start: str | None, move: MovePart, has_length: bool) -> str:
    """The event that a clock counts from; "" when none is written."""
    if start is None:
        return ""
    where = (*path, "start")
    if not has_length:
        raise Refusal(where, "写了 start，还要写 period 或 within")
    if start.startswith(STEP):
        if start.removeprefix(STEP) not in {step.name for step in move.step}:
            raise Refusal(where, f"没有名为“{start.removeprefix(STEP)}”的步骤")
    elif start.startswith(EVIDENCE):
        if start.removeprefix(EVIDENCE) not in KINDS:
            raise Refusal(where, f"没有“{start.removeprefix(EVIDENCE)}”这种材料；可用的有：{'、'.join(KINDS)}")
    elif start not in EVENTS:
        raise Refusal(where, f"没有“{start}”这种起算日；可用的有：{'、'.join(EVENT_WORDS)}")
    return start


def planned(path: Path, span: Span | None) -> tuple[date, date] | None:
    """The plan's own first and last day."""
    if span is None:
        return None
    if span.since is None or span.until is None or span.since > span.until:
        raise Refusal(path, "计划日期要写明起止两天，且起不晚于止")
    return span.since, span.until


def _phase(step: str, pack: PackFile) -> tuple[date, date] | None:
    for phase in pack.phase:
        if step in phase.steps:
            return _days(phase, pack)
    return None


def _days(phase: Phase, pack: PackFile) -> tuple[date, date] | None:
    """The days of a phase; an open end is the plan's own."""
    since, until = phase.since or pack.pack.valid.since, phase.until or pack.pack.valid.until
    if phase.until and (since is None or since > phase.until):
        since = phase.until
    return (since, until) if since and until else None


def _length(text: str | None) -> Duration | None:
    return duration(text) if text else None
