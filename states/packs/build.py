"""From a checked pack file to the definition that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.definition import Definition, Move, State
from engine.errors import InvalidDefinition
from engine.guards import Need
from engine.procedure import OPENING, RUN, STEP, Procedure, Skip, StepSpec
from states import policies, terms
from states.lifecycle import CANDIDATE, EXITED, LABELS, WAYS
from states.notice_guards import notice_over
from states.packs.clocks import clock_of, planned, start_of
from states.packs.lines import Path
from states.packs.needs import need_of
from states.packs.refusals import Refusal
from states.packs.schema import MovePart, Notice, PackFile, StepPart, duration
from states.roles import ROLES
from states.skips import SKIPS

LEVEL = {"village": 12, "grid": 12, "township": 9, "township_leader": 9, "county": 6, "department": 6, "city": 4}
NOTICE_BY = {"village": "village", "township": "township", "county": "county"}


def build(pack: PackFile, digest: str) -> Definition:
    """The definition of a pack; raises `Refusal` for the first wrong thing it finds."""
    for name in pack.words.keys() - LABELS.keys():
        raise Refusal(("words", name), f"没有名为“{name}”的状态")
    declared = [_move(name, part, pack, digest) for name, part in pack.move.items() if not part.off]
    reached = {CANDIDATE}
    while more := {m.target for m in declared if reached.intersection(m.sources)} - reached:
        reached |= more
    for move in declared:
        if not reached.intersection(move.sources):
            raise Refusal(("move", move.name), f"“{move.label}”永远用不上：没有任何变动能到达它出发的状态")
    moves = tuple(replace(m, sources=tuple(s for s in m.sources if s in reached)) for m in declared)
    leaving = {source for move in moves for source in move.sources}
    for name in sorted(reached - leaving - {EXITED}):
        into = [move.name for move in declared if move.target == name]
        raise Refusal(("move", *into[:1]), f"状态“{LABELS[name]}”只进不出：方案里没有离开它的变动")
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
    ways = {name: part.way or name for name, part in pack.move.items()}
    income = pack.income
    return policies.Policy(pack.pack.id, income.line, income.metric, ways, criteria, pack.departments)


def _move(name: str, part: MovePart, pack: PackFile, digest: str) -> Move:
    path: Path = ("move", name)
    way_name = part.way or name
    if way_name not in WAYS:
        where = (*path, "way") if part.way else path
        raise Refusal(where, f"没有名为“{way_name}”的变动；可用的有：{'、'.join(WAYS)}")
    if part.way and name in WAYS and part.way != name:
        raise Refusal((*path, "way"), f"“{name}”这个名字已有自己的含义，不能另作“{part.way}”")
    if not part.step:
        raise Refusal(path, "程序没有任何步骤")
    way = WAYS[way_name]
    for role in part.started_by:
        if role not in ROLES:
            raise Refusal((*path, "started_by"), f"没有“{role}”这个岗位")
    needs = tuple(need_of((*path, "needs", i), need, part.basis) for i, need in enumerate(part.needs))
    steps = tuple(_step((*path, "step", i), step, name, i, pack, digest) for i, step in enumerate(part.step))
    for i, step in enumerate(steps):
        if any(other.name == step.name for other in steps[:i]):
            raise Refusal((*path, "step", i, "name"), f"有两个步骤都叫“{step.name}”")
        for before in step.after:
            if before not in {other.name for other in steps}:
                raise Refusal((*path, "step", i, "after"), f"没有名为“{before}”的步骤")
    start = start_of(path, part.start, part, bool(part.within))
    if start == OPENING:
        raise Refusal((*path, "start"), f"整个程序的期限不能从“{OPENING}”算起，请写“{RUN}”或别的起算日")
    try:
        procedure = Procedure(name, part.title or way.label, steps, part.basis)
    except InvalidDefinition as error:
        raise Refusal(path, error.problems[0].reason) from error
    _refuse_late_starts(path, procedure)
    return Move(
        name,
        part.title or way.label,
        _sources(path, part, way_name),
        way.target,
        needs,
        procedure,
        part.started_by,
        part.irreversible,
        part.basis,
        way_name,
        duration(part.within) if part.within else None,
        start or RUN,
    )


def _sources(path: Path, part: MovePart, way: str) -> tuple[str, ...]:
    """The states that the move leaves: those of its way, or the part of them that the pack names."""
    for state in part.sources:
        if state not in WAYS[way].sources:
            known = "、".join(WAYS[way].sources)
            raise Refusal((*path, "from"), f"“{WAYS[way].label}”不能从“{state}”出发；可用的有：{known}")
    return part.sources or WAYS[way].sources


def _refuse_late_starts(path: Path, procedure: Procedure) -> None:
    """A clock that counts from a step which comes later would never begin."""
    for i, spec in enumerate(procedure.steps):
        event = spec.clock.start.removeprefix(STEP)
        if spec.clock.start.startswith(STEP) and event in procedure.descendants[spec.name]:
            title = procedure.by_name[event].title
            raise Refusal((*path, "step", i, "start"), f"“{title}”排在这一步之后，期限不能从它算起")


def _step(path: Path, part: StepPart, name: str, position: int, pack: PackFile, digest: str) -> StepSpec:
    if part.by not in LEVEL:
        raise Refusal((*path, "by"), f"没有“{part.by}”这个岗位，或它不能办理步骤；可用的有：{'、'.join(LEVEL)}")
    move = pack.move[name]
    basis = part.basis or move.basis
    clock = clock_of(path, part, name, move, pack)
    needs = [need_of((*path, "needs", i), need, basis) for i, need in enumerate(part.needs)]
    skip = _skip(path, part, needs)
    if part.notice:
        needs = [_notice(path, part, part.notice, digest, basis), *needs]
    after = part.after
    if after is None:
        after = (move.step[position - 1].name,) if position else ()
    for other in part.apart_from:
        if other == part.name:
            raise Refusal((*path, "apart_from"), "步骤不能要求与自己不是同一人")
    return StepSpec(
        part.name,
        part.title,
        part.by,
        ROLES[part.by].title,
        LEVEL[part.by],
        after,
        tuple(needs),
        clock,
        skip,
        part.apart_from,
        basis,
        part.forms,
    )


def _skip(path: Path, part: StepPart, needs: Sequence[Need]) -> Skip | None:
    for name in part.skip_when:
        if name not in SKIPS:
            raise Refusal((*path, "skip_when"), f"没有“{name}”这种免办条件；可用的有：{'、'.join(SKIPS)}")
    return Skip(tuple(SKIPS[name].rule(needs) for name in part.skip_when)) if part.skip_when else None


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
        planned((*path, "planned"), part.planned),
        notice.kind,
    )
    known = terms.terms_of(digest, part.name)
    if known is not None and known != made:
        raise Refusal((*path, "notice"), f"同名的公示步骤“{part.name}”在别的变动里规定不同，请另起名字")
    terms.remember(digest, part.name, made)
    return Need(made.kind, f"{part.title}满{made.duration.label}", notice_over(part.name, basis, made.kind), {}, basis)
