"""What a pack says, for people: its tables key by key, and its moves with their steps in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from states.lifecycle import LABELS
from states.packs.keys import title_of, value_word
from states.packs.loader import Pack
from states.packs.saying import in_words, names_of, need, step_names
from states.packs.schema import MovePart, PackFile, StepPart
from states.roles import ROLES
from states.skips import SKIPS


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file: its name, and what stands in it."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step in words: who does it, after what, with what, when, why it may be left out, its forms and its clause."""

    name: str
    title: str
    by: str
    after: str
    asks: tuple[str, ...]
    days: tuple[str, ...]
    skip: str
    forms: tuple[str, ...]
    basis: str


def sections(pack: Pack) -> tuple[Section, ...]:
    """The tables of a pack besides its moves; those in which nothing stands are left out."""
    names = names_of(pack.file)
    made = (
        Section(title_of(PackFile, name), tuple(_rows(getattr(pack.file, name), names, name)))
        for name in PackFile.model_fields
        if name != "move"
    )
    return tuple(section for section in made if section.rows)


def _rows(value: Any, names: Mapping[str, str], table: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            one = getattr(value, name)
            if one not in (None, "", ()) and in_words(one, names):
                yield title_of(type(value), name), in_words(one, names)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield str(LABELS.get(name, name) if table == "words" else name), in_words(one, names)
    elif isinstance(value, tuple):
        for one in value:
            called = str(getattr(one, "title", "") or getattr(one, "text", ""))
            told = [(title_of(type(one), name), getattr(one, name)) for name in type(one).model_fields]
            said = [
                f"{title}：{in_words(inner, names)}" for title, inner in told if inner not in (None, "", (), called)
            ]
            yield called, "；".join(said)


def steps_in_words(part: MovePart) -> tuple[StepWords, ...]:
    """The steps of a move in words, as they are written."""
    names = step_names(part)
    return tuple(_step(step, part, at, names) for at, step in enumerate(part.step))


def _step(step: StepPart, part: MovePart, at: int, names: Mapping[str, str]) -> StepWords:
    after = step.after if step.after is not None else (part.step[at - 1].name,) if at else ()
    notice = [in_words(step.notice)] if step.notice else []
    return StepWords(
        name=step.name,
        title=step.title,
        by=ROLES[step.by].title if step.by in ROLES else value_word(step.by),
        after="、".join(names.get(name, name) for name in after),
        asks=tuple(notice + [need(one) for one in step.needs]),
        days=tuple(_days(step, names)),
        skip="；".join(SKIPS[name].reason for name in step.skip_when if name in SKIPS),
        forms=step.forms,
        basis=step.basis or part.basis,
    )


TIMES = ("planned", "window", "period", "within", "start")


def _days(step: StepPart, names: Mapping[str, str]) -> Iterator[str]:
    for name in TIMES:
        value = getattr(step, name)
        if value:
            yield f"{title_of(StepPart, name)}：{in_words(value, names)}"
