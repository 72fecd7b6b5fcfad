"""The values of a pack in words for people: days, spans, lengths, roles, evidence with what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from engine.durations import BadDuration, parse
from engine.procedure import EVIDENCE, STEP
from states.evidence.record import KINDS
from states.evidence.reviews import DEPARTMENTS
from states.guards import GUARDS
from states.lifecycle import WAYS
from states.packs.keys import title_of, value_word
from states.packs.part import Span
from states.packs.schema import MovePart, Notice, PackFile, StepPart
from states.roles import ROLES
from states.skips import SKIPS

NOTHING = "不写"
NO_NAMES: Mapping[str, str] = {}
CALLED = ("name", "text")
"""What a table in a row is called by, and so is not said of it again."""


def in_words(value: Any, names: Mapping[str, str] = NO_NAMES) -> str:
    """A value of a pack's file as people write it; “不写” for none. `names` are the pack's own, of places and steps."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Notice):
        return notice(value)
    if isinstance(value, Span):
        return span(value)
    if isinstance(value, BaseModel):
        return model(value, names)
    if isinstance(value, Mapping):
        pairs = (f"{_word(key, names)}：{in_words(one, names)}" for key, one in value.items())
        return need(value) if is_need(value) else "；".join(pairs) or NOTHING
    if isinstance(value, (tuple, list)):
        return "、".join(item(one, names) for one in value) or NOTHING
    return _word(str(value), names) if value not in (None, "") else NOTHING


def item(value: Any, names: Mapping[str, str] = NO_NAMES) -> str:
    """A value of a list; the empty one has a name there, as the place that is the whole country has."""
    return names[value] if isinstance(value, str) and value in names else in_words(value, names)


def quoted(text: str) -> str:
    """“回头看”核查 in quotes of its own: “‘回头看’核查”."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def span(value: Span) -> str:
    """2021年10月19日至10月25日, or with one end open."""
    if value.since is None and value.until is None:
        return NOTHING
    if value.since is None:
        return f"到{in_words(value.until)}止"
    if value.until is None:
        return f"{in_words(value.since)}起"
    return f"{in_words(value.since)}至{in_words(value.until)}"


def model(value: BaseModel, names: Mapping[str, str] = NO_NAMES) -> str:
    """A small table of the file: what is written in it, by its keys' names."""
    told = ((name, getattr(value, name)) for name in type(value).model_fields if name not in CALLED)
    said = ((title_of(type(value), name), in_words(one, names)) for name, one in told if one not in (None, (), ""))
    return "，".join(f"{title}：{text}" for title, text in said)


def notice(value: Notice) -> str:
    """公示5个工作日（张贴当天计入）."""
    return f"{value_word(value.kind)}{parse(value.period).label}（{value_word(value.count)}）"


def is_need(value: Any) -> bool:
    """Whether a table is something that a step asks for."""
    return isinstance(value, Mapping) and bool({"evidence", "guard", "any_of"} & value.keys())


def needed(value: Mapping[str, Any]) -> str:
    """The name of what is asked for: the evidence, the guard, or the alternatives."""
    if "any_of" in value:
        return "或".join(needed(one) for one in value["any_of"])
    if "evidence" in value:
        kind = KINDS.get(str(value["evidence"]))
        return kind.title if kind else str(value["evidence"])
    guard = GUARDS.get(str(value.get("guard")))
    return guard.title if guard else str(value.get("guard", NOTHING))


def need(value: Mapping[str, Any]) -> str:
    """What is asked for, with its parameters: 入户核查记录（入户人数2，签字农户、采集人）."""
    if "any_of" in value:
        return "或".join(need(one) for one in value["any_of"])
    told = "，".join(_param(param_title(value, name), one) for name, one in params(value).items())
    return f"{needed(value)}（{told}）" if told else needed(value)


def _param(title: str, value: Any) -> str:
    return title if value is True else f"{title}：{in_words(value)}"


def params(value: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of what is asked for."""
    return {name: one for name, one in value.items() if name not in ("evidence", "guard", "any_of", "basis", "title")}


def param_title(value: Mapping[str, Any], name: str) -> str:
    """The name of a parameter for people."""
    kind = KINDS.get(str(value.get("evidence"))) or GUARDS.get(str(value.get("guard")))
    return title_of(kind.params, name) if kind and name in kind.params.model_fields else name


def needs(values: Iterable[Mapping[str, Any]]) -> str:
    """All that a step asks for."""
    return "、".join(need(value) for value in values)


def _word(text: str, names: Mapping[str, str] = NO_NAMES) -> str:
    if text in names:
        return names[text]
    try:
        return parse(text).label
    except BadDuration:
        pass
    if text in ROLES:
        return ROLES[text].title
    if text in KINDS:
        return KINDS[text].title
    if text in DEPARTMENTS:
        return DEPARTMENTS[text]
    if text.startswith(STEP):
        return f"“{names.get(text.removeprefix(STEP), text.removeprefix(STEP))}”办完"
    if text.startswith(EVIDENCE):
        return f"“{_word(text.removeprefix(EVIDENCE))}”所记的日期"
    return SKIPS[text].reason if text in SKIPS else value_word(text)


def names_of(pack: PackFile) -> dict[str, str]:
    """What a pack calls its places, moves and steps, and what upholds its prohibitions, by their codes."""
    moves = {name: part.title or (WAYS[name].label if name in WAYS else name) for name, part in pack.move.items()}
    steps = {
        f"{name}.{step.name}": f"{moves[name]}的{quoted(step.title)}"
        for name, part in pack.move.items()
        for step in part.step
    }
    upheld = {one.enforced_by: upholding(one.enforced_by, moves, steps) for one in pack.prohibition}
    return {"": "全国"} | moves | steps | upheld | dict(pack.places) | dict(pack.departments)


def upholding(path: str, moves: Mapping[str, str], steps: Mapping[str, str]) -> str:
    """The place in a pack that upholds a prohibition, in words: 风险消除的“入户核查”：没有新的风险."""
    table, *rest = path.split(".")
    if table != "move":
        field = PackFile.model_fields.get(table)
        shape = cast(type[BaseModel], field.annotation) if field and rest else PackFile
        return "：".join([_key(PackFile, table), *(_key(shape, part) for part in rest)])
    name, *rest = rest or [""]
    place, keys = moves.get(name, name), cast(type[BaseModel], MovePart)
    if rest[:1] == ["step"] and len(rest) > 1:
        place, keys, rest = steps.get(f"{name}.{rest[1]}", rest[1]), StepPart, rest[2:]
    if rest[:1] == ["needs"] and len(rest) > 1:
        return f"{place}：{needed({'evidence' if rest[1] in KINDS else 'guard': rest[1]})}"
    return "：".join([place, *(_key(keys, part) for part in rest)])


def _key(shape: type[BaseModel], name: str) -> str:
    return title_of(shape, name) if name in shape.model_fields else name


def step_names(part: MovePart) -> dict[str, str]:
    """What a move calls its steps."""
    return {step.name: step.title for step in part.step}
