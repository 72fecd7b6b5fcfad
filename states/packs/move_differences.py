"""Sentences about moves and steps that differ: new ones, dropped ones, their order, notices, and what they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from states.lifecycle import WAYS
from states.packs.need_differences import needs
from states.packs.saying import in_words, need, quoted, step_names
from states.packs.schema import MovePart, Notice, StepPart
from states.packs.value_differences import changed, models

Befores = Mapping[str, tuple[str, ...]]
Pair = tuple[StepPart | None, StepPart | None]


def moves(a: Mapping[str, MovePart], b: Mapping[str, MovePart], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """For each difference the name of the move and the sentence."""
    for name in dict.fromkeys([*a, *b]):
        old, new = a.get(name), b.get(name)
        if old is None and new is not None:
            titles = "、".join(step.title for step in new.step)
            yield _label(name, new), f"新增这种变动，步骤为{titles}" if titles else "新增这种变动"
        elif new is None and old is not None:
            yield _label(name, old), "去掉这种变动"
        elif old is not None and new is not None and old != new:
            yield from ((_label(name, new), text) for text in _move(old, new, names))


def _label(name: str, part: MovePart) -> str:
    way = WAYS.get(part.way or name)
    return part.title or (way.label if way else name)


def _move(a: MovePart, b: MovePart, names: Mapping[str, str]) -> Iterator[str]:
    names = {**names, **step_names(a), **step_names(b)}
    yield from models(a, b, ("step", "needs"), names)
    yield from needs("启动时", a.needs, b.needs)
    pairs = _paired(a.step, b.step)
    for old, new in pairs:
        if old is None and new is not None:
            yield f"新增步骤{quoted(new.title)}，由{in_words(new.by)}办理{_asked(new)}"
        elif new is None and old is not None:
            yield f"去掉步骤{quoted(old.title)}"
        elif old is not None and new is not None:
            yield from _step(old, new, names)
    yield from _order(a.step, b.step, pairs)


def _asked(step: StepPart) -> str:
    said = ([in_words(step.notice)] if step.notice else []) + [need(one) for one in step.needs]
    return f"，要有{'、'.join(said)}" if said else ""


def _paired(a: Sequence[StepPart], b: Sequence[StepPart]) -> list[Pair]:
    """The steps that are the same on both sides, by name or else by title, in the new order; then those dropped."""
    named, own = {step.name: step for step in a}, {step.name for step in b}
    titled = {step.title: step for step in a if step.name not in own}
    pairs: list[Pair] = [(named.get(step.name) or titled.get(step.title), step) for step in b]
    taken = {old.name for old, _ in pairs if old}
    return pairs + [(step, None) for step in a if step.name not in taken]


def _step(a: StepPart, b: StepPart, names: Mapping[str, str]) -> Iterator[str]:
    here = quoted(b.title)
    if a.title != b.title:
        yield f"步骤{quoted(a.title)}改称{here}"
    if a.name != b.name:
        yield f"步骤{here}的编号由{a.name}改为{b.name}"
    if a.by != b.by:
        yield f"{here}由{in_words(a.by)}改为{in_words(b.by)}办理"
    if a.notice and b.notice:
        yield from (f"{here}{text}" for text in _notice(a.notice, b.notice, names))
    elif a.notice != b.notice:
        yield here + changed("公示", a.notice, b.notice, names)
    told = models(a, b, ("name", "title", "by", "after", "needs", "notice"), names)
    yield from (f"{here}{text}" for text in told)
    yield from needs(here, a.needs, b.needs)


def _notice(a: Notice, b: Notice, names: Mapping[str, str]) -> Iterator[str]:
    if (a.kind, a.period, a.count) != (b.kind, b.period, b.count):
        yield f"由{in_words(a)}改为{in_words(b)}"
    yield from models(a, b, ("kind", "period", "count"), names)


def _order(a: Sequence[StepPart], b: Sequence[StepPart], pairs: Sequence[Pair]) -> Iterator[str]:
    """What each step waits for, those by position filled in; then the order in which they are written."""
    before, after = _befores(a), _befores(b)
    called = {old.name: new.title if new else old.title for old, new in pairs if old}
    titles = {step.name: step.title for step in b}
    both = [(old, new) for old, new in pairs if old and new]
    for old, new in both:
        was = [called.get(one, one) for one in before[old.name]]
        now = [titles.get(one, one) for one in after[new.name]]
        if sorted(was) != sorted(now):
            yield f"{quoted(new.title)}由{_behind(was)}改为{_behind(now)}"
    places = [a.index(old) for old, _ in both]
    if places != sorted(places):
        yield f"步骤书写的先后改为{'、'.join(step.title for step in b)}"


def _befores(steps: Sequence[StepPart]) -> Befores:
    return {
        step.name: step.after if step.after is not None else ((steps[at - 1].name,) if at else ())
        for at, step in enumerate(steps)
    }


def _behind(titles: Sequence[str]) -> str:
    return f"在{''.join(map(quoted, titles))}之后" if titles else "一开始就可以办"
