"""From a checked pack file to the definition that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from engine.definition import Definition, Move, State
from engine.errors import InvalidDefinition
from engine.guards import Need
from engine.procedure import Clock, Procedure, Skip, StepSpec
from states import policies, terms
from states.evidence.known import KINDS
from states.guards import GUARDS, SKIPS
from states.lifecycle import CANDIDATE, EXITED, LABELS, WAYS
from states.notice_guards import notice_over
from states.packs.lines import Path
from states.packs.schema import MovePart, Notice, PackFile, Span, StepPart, duration
from states.roles import ROLES

LEVEL = {"village": 12, "grid": 12, "township": 9, "township_leader": 9, "county": 6, "department": 6}
NOTICE_BY = {"village": "village", "township": "township", "county": "county"}


class Refusal(Exception):
    """One thing wrong, at a path inside the file."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(reason)


def build(pack: PackFile, digest: str) -> Definition:
    """The definition of a pack; raises `Refusal` for the first wrong thing it finds."""
    for name in pack.words.keys() - LABELS.keys():
        raise Refusal(("words", name), f"没有名为“{name}”的状态")
    declared = [_move(name, part, digest) for name, part in pack.move.items() if not part.off]
    reached = {CANDIDATE}
    while more := {m.target for m in declared if reached.intersection(m.sources)} - reached:
        reached |= more
    for move in declared:
        if not reached.intersection(move.sources):
            raise Refusal(("move", move.name), f"“{move.label}”永远用不上：没有任何变动能到达它出发的状态")
    moves = tuple(replace(m, sources=tuple(s for s in m.sources if s in reached)) for m in declared)
    leaving = {source for move in moves for source in move.sources}
    for name in sorted(reached - leaving - {EXITED}):
        raise Refusal(("move",), f"状态“{LABELS[name]}”只进不出：方案里没有离开它的变动")
    states = tuple(
        State(name, pack.words.get(name, label), final=name == EXITED and name not in leaving)
        for name, label in LABELS.items()
        if name in reached
    )
    policies.remember(digest, _policy(pack))
    return Definition("household", digest, pack.pack.title, states, moves)


def _policy(pack: PackFile) -> policies.Policy:
    """What the pack says beyond its steps."""
    criteria = {
        code: policies.Criterion(one.title, one.standard, one.departments, one.by, one.asks, one.basis)
        for code, one in pack.criteria.items()
    }
    ways = {name: name for name in pack.move}
    income = pack.income
    return policies.Policy(pack.pack.id, income.line, income.metric, ways, criteria, pack.departments)


def _move(name: str, part: MovePart, digest: str) -> Move:
    path: Path = ("move", name)
    if name not in WAYS:
        raise Refusal(path, f"没有名为“{name}”的变动；可用的有：{'、'.join(WAYS)}")
    if not part.step:
        raise Refusal(path, "程序没有任何步骤")
    way = WAYS[name]
    for role in part.started_by:
        if role not in ROLES:
            raise Refusal((*path, "started_by"), f"没有“{role}”这个岗位")
    needs = tuple(_need((*path, "needs", i), need, part.basis) for i, need in enumerate(part.needs))
    steps = tuple(_step((*path, "step", i), step, part, i, digest) for i, step in enumerate(part.step))
    for i, step in enumerate(steps):
        if any(other.name == step.name for other in steps[:i]):
            raise Refusal((*path, "step", i, "name"), f"有两个步骤都叫“{step.name}”")
        for before in step.after:
            if before not in {other.name for other in steps}:
                raise Refusal((*path, "step", i, "after"), f"没有名为“{before}”的步骤")
    try:
        procedure = Procedure(name, part.title or way.label, steps, part.basis)
    except InvalidDefinition as error:
        raise Refusal(path, error.problems[0].reason) from error
    return Move(
        name,
        part.title or way.label,
        way.sources,
        way.target,
        needs,
        procedure,
        part.started_by,
        part.irreversible,
        part.basis,
    )


def _step(path: Path, part: StepPart, move: MovePart, position: int, digest: str) -> StepSpec:
    if part.by not in LEVEL:
        raise Refusal((*path, "by"), f"没有“{part.by}”这个岗位，或它不能办理步骤；可用的有：{'、'.join(LEVEL)}")
    basis = part.basis or move.basis
    needs = [_need((*path, "needs", i), need, basis) for i, need in enumerate(part.needs)]
    if part.notice:
        needs = [_notice(path, part, part.notice, digest, basis), *needs]
    after = part.after
    if after is None:
        after = (move.step[position - 1].name,) if position else ()
    for other in part.apart_from:
        if other == part.name:
            raise Refusal((*path, "apart_from"), "步骤不能要求与自己不是同一人")
    clock = Clock(
        within=duration(part.within) if part.within else None,
        planned=_planned((*path, "planned"), part.planned),
        window=(part.window.since, part.window.until) if part.window else (None, None),
    )
    title = ROLES[part.by].title
    skip = None
    if part.skip_when:
        if part.skip_when not in SKIPS:
            raise Refusal((*path, "skip_when"), f"没有“{part.skip_when}”这种免办条件；可用的有：{'、'.join(SKIPS)}")
        skip = Skip(*SKIPS[part.skip_when])
    return StepSpec(
        part.name,
        part.title,
        part.by,
        title,
        LEVEL[part.by],
        after,
        tuple(needs),
        clock,
        skip,
        part.apart_from,
        basis,
    )


def _planned(path: Path, span: Span | None) -> Any:
    if span is None:
        return None
    if span.since is None or span.until is None or span.since > span.until:
        raise Refusal(path, "计划日期要写明起止两天，且起不晚于止")
    return span.since, span.until


def _notice(path: Path, part: StepPart, notice: Notice, digest: str, basis: str) -> Need:
    if part.by != NOTICE_BY[notice.level]:
        raise Refusal((*path, "notice"), f"{notice.level}级的公示要由“{NOTICE_BY[notice.level]}”岗位办理")
    made = terms.NoticeTerms(
        notice.level,
        duration(notice.period),
        notice.count,
        notice.roll_over,
        notice.at,
        notice.after_interruption,
        _planned((*path, "planned"), part.planned),
    )
    known = terms.terms_of(digest, part.name)
    if known is not None and known != made:
        raise Refusal((*path, "notice"), f"同名的公示步骤“{part.name}”在别的变动里规定不同，请另起名字")
    terms.remember(digest, part.name, made)
    return Need("notice", f"{part.title}满{made.duration.label}", notice_over(part.name, basis), {}, basis)


def _need(path: Path, asked: dict[str, Any], basis: str) -> Need:
    if ("evidence" in asked) == ("guard" in asked):
        raise Refusal(path, "每一项要写 evidence 或 guard 之一")
    given = {key: value for key, value in asked.items() if key not in ("evidence", "guard", "basis")}
    basis = str(asked.get("basis", basis))
    try:
        if "evidence" in asked:
            kind = KINDS.get(str(asked["evidence"]))
            if kind is None:
                raise Refusal(path, f"没有“{asked['evidence']}”这种材料；可用的有：{'、'.join(KINDS)}")
            return kind.need(kind.params.model_validate(given), basis)
        guard = GUARDS.get(str(asked["guard"]))
        if guard is None:
            raise Refusal(path, f"没有“{asked['guard']}”这种条件；可用的有：{'、'.join(GUARDS)}")
        params = guard.params.model_validate(given)
        return Need(guard.name, guard.title, guard.make(params, basis), params.model_dump(exclude_defaults=True), basis)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        reason = f"没有“{name}”这个参数" if first["type"] == "extra_forbidden" else f"参数“{name}”不对：{first['msg']}"
        raise Refusal(path, reason) from error
