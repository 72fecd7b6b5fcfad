"""Questions and answers at the place of work: each refusal, step and field with its rule and its source (HN12)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from engine.words import N_
from states.evidence.known import KINDS
from states.packs.loader import Pack, load
from states.packs.loader import shipped as packs
from web.evidence.fields import fields_of
from web.handbook.feature_files import HERE, Scenario, shipped
from web.handbook.manual import REQUIREMENT, clauses, procedures

REFUSAL, STEP, FIELD = "refusal", "step", "field"
KIND_LABELS = {REFUSAL: N_("不能办的原因"), STEP: N_("办理步骤"), FIELD: N_("填写的栏目")}
GAP = re.compile(r"%\(\w+\)[sd]")
SHORTEST, MOST = 5, 6
"""A sentence shorter than so many characters names no scenario; more than so many scenarios are not shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the handbook; `kind` and `name` are its address.

    `told` is what the program itself knows, in sentences; `scenarios` show the rule, `requirements` are its sources.
    """

    kind: str
    name: str
    question: str
    told: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    requirements: tuple[str, ...]

    @property
    def rules(self) -> list[str]:
        """The sentences of the rules that the scenarios stand under, each once."""
        return list(dict.fromkeys(one.rule for one in self.scenarios if one.rule))

    @property
    def sources(self) -> list[tuple[str, str, str]]:
        """Each requirement with what it promises, and where it stands in its plan."""
        return [(one, clauses().get(one, ""), source_of(one)) for one in self.requirements]

    @property
    def text(self) -> str:
        """All that can be searched for."""
        said = (clauses().get(one, "") for one in self.requirements)
        return "\n".join([self.question, *self.told, *self.rules, *said])


def answers() -> tuple[Answer, ...]:
    """Every answer: the refusals of the program, the steps of the shipped plans, the fields of evidence."""
    return tuple(one for kind in KIND_LABELS for one in _of(kind).values())


def find(kind: str, name: str) -> Answer | None:
    """The answer of this address; None where there is none."""
    return _of(kind).get(name)


@cache
def _of(kind: str) -> dict[str, Answer]:
    drawn = {REFUSAL: _refusals, STEP: _steps, FIELD: _fields}[kind]
    return {one.name: one for one in drawn()}


def has_answer(kind: str, name: str) -> bool:
    """Whether there is one, told without drawing all of them up: pages ask this of every step and reason."""
    if kind == REFUSAL:
        return name in refusals()
    return kind == STEP and name in _titles()


@cache
def _titles() -> frozenset[str]:
    return frozenset(title for _pack, _move, titles in procedures() for title in titles)


@cache
def refusals() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The sentences of each code and the requirements that it serves."""
    written = tomllib.loads((HERE / "refusals.toml").read_text("utf-8"))
    return {code: (tuple(one["says"]), tuple(one["about"])) for code, one in written.items()}


@cache
def source_of(requirement: str) -> str:
    """Where a requirement stands in its plan: 小中甸镇2021年方案 四(二)3."""
    written = tomllib.loads((HERE / "sources.toml").read_text("utf-8"))
    plan, clause = written["plans"].get(requirement[:2], ""), written["clauses"].get(requirement, "")
    return f"{plan} {clause}" if clause else ""


def _refusals() -> Iterator[Answer]:
    for code, (says, about) in refusals().items():
        shown = _saying(says) or _about(about)
        said = "；".join(GAP.sub("……", one) for one in says)
        yield Answer(REFUSAL, code, f"为什么不能办：{said}？", (), shown, _tags(about, shown))


def _steps() -> Iterator[Answer]:
    """Each title once, with what every plan asks there."""
    told: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = {}
    texts = packs()
    for pack in (load(name, texts) for name in texts):
        for title, said, needs in _of_pack(pack):
            told.setdefault(title, []).append(said)
            wanted.setdefault(title, []).extend(needs)
    for title, said_of in told.items():
        shown = _speaking(title) or next((found for need in wanted[title] if (found := _speaking(need))), ())
        yield Answer(STEP, title, f"“{title}”这一步怎么办？", tuple(said_of), shown, _tags((), shown))


def _of_pack(pack: Pack) -> Iterator[tuple[str, str, list[str]]]:
    """Each step: its title, what the plan asks, and by what else scenarios may speak of it."""
    for move in pack.definition.moves:
        for spec in move.procedure.ordered if move.procedure else ():
            needs = [need.title for need in spec.each_need]
            days = f"，{spec.clock.within.label}内办完" if spec.clock.within else ""
            asks = f"，要有：{'、'.join(needs)}" if needs else ""
            basis = f"，依据{spec.basis}" if spec.basis else ""
            said = f"{pack.file.pack.title}（{move.label}）：由{spec.by_title}办理{days}{asks}{basis}"
            yield spec.title, said, [*needs, move.label]


def _fields() -> Iterator[Answer]:
    for kind in KINDS.values():
        speaking = _speaking(kind.title)
        for field in fields_of(kind):
            must = "必填" if field.required else "可不填"
            choices = "、".join(field.choices.values())
            told = [f"“{kind.title}”的“{field.label}”，{must}", *([field.hint] if field.hint else [])]
            told += [f"可选：{choices}"] if choices else []
            shown = speaking or _about(refusals().get(f"no-{kind.name.replace('_', '-')}", ((), ()))[1])
            question = f"“{kind.title}”里的“{field.label}”怎么填？"
            yield Answer(FIELD, f"{kind.name}.{field.name}", question, tuple(told), shown, _tags((), shown))


@cache
def _all() -> tuple[Scenario, ...]:
    return tuple(scenario for feature in shipped() for scenario in feature.scenarios)


@cache
def _spoken() -> tuple[tuple[Scenario, set[str], str], ...]:
    return tuple((one, one.cells, one.spoken) for one in _all())


@cache
def _speaking(title: str) -> tuple[Scenario, ...]:
    """The scenarios that name a title in quotes, or have it in a cell."""
    quoted = f'"{title}"', f"“{title}”"
    found = (one for one, cells, said in _spoken() if title in cells or any(words in said for words in quoted))
    return tuple(found)[:MOST]


def _saying(texts: Sequence[str]) -> tuple[Scenario, ...]:
    """The scenarios in which one of these sentences is said."""
    patterns = [
        re.compile(".*?".join(map(re.escape, GAP.split(one)))) for one in texts if len(GAP.sub("", one)) >= SHORTEST
    ]
    found = (one for one, _cells, said in _spoken() if any(pattern.search(said) for pattern in patterns))
    return tuple(found)[:MOST]


def _about(requirements: Sequence[str]) -> tuple[Scenario, ...]:
    return tuple(one for one in _all() if one.tags & set(requirements))[:MOST]


def _tags(about: Sequence[str], shown: Sequence[Scenario]) -> tuple[str, ...]:
    tags = sorted({tag for one in shown for tag in one.tags if REQUIREMENT.fullmatch(tag)})
    return tuple(dict.fromkeys([*about, *tags]))
