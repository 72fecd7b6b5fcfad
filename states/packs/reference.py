"""The reference of the pack format, written from the registry itself: keys, evidence, guards, roles, moves, clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.durations import UNITS
from engine.procedure import EVENTS, EVIDENCE, STEP
from states.evidence.criteria import ASKS
from states.evidence.record import KINDS
from states.evidence.reviews import DEPARTMENTS
from states.guards import GUARDS
from states.lifecycle import LABELS, WAYS
from states.packs.build import LEVEL
from states.packs.keys import Key, keys_of, tables, value_word
from states.roles import ROLES
from states.skips import SKIPS

NATIONAL, PROVINCE, CITY, COUNTY, TOWNSHIP, VILLAGE, GROUP = 0, 2, 4, 6, 9, 12, 14
LEVELS = {
    NATIONAL: "全国", PROVINCE: "省", CITY: "州市", COUNTY: "县", TOWNSHIP: "乡镇", VILLAGE: "村", GROUP: "组",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a pack may name: as it is written, its name, a remark, and the parameters it takes."""

    name: str
    title: str
    remark: str = ""
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the reference: its title, how its entries are used, what the remark says, and the entries."""

    title: str
    use: str
    remark: str
    entries: tuple[Entry, ...]


def chapters() -> tuple[Chapter, ...]:
    """What the registry offers to packs, by what a pack uses it for."""
    return tuple(_chapters())


def _chapters() -> Iterator[Chapter]:
    yield Chapter("变动的走向", "[move.名称]", "从哪些状态到哪个状态", tuple(_ways()))
    yield Chapter("岗位", 'by = "岗位"', "所在层级；能否办理步骤", tuple(_roles()))
    yield Chapter("材料", '{ evidence = "名称", 参数 = 值 }', "由谁提交", tuple(_evidence()))
    yield Chapter("条件", '{ guard = "名称", 参数 = 值 }', "", tuple(_guards()))
    yield Chapter("免办条件", 'skip_when = "名称"', "", _plain((skip.name, skip.reason) for skip in SKIPS.values()))
    yield Chapter("时限的起点", 'start = "名称"', "", _events())
    yield Chapter("部门", 'each_of = ["部门"]', "", _plain(DEPARTMENTS.items()))
    yield Chapter("状态", '[words] 状态 = "当地叫法"', "", _plain(LABELS.items()))
    yield Chapter("复核时必答的事实", 'asks = ["名称"]', "", _plain(ASKS.items()))
    units = ((unit, f"{label}，如 5 {unit}") for unit, label in UNITS.items())
    yield Chapter("期限的单位", 'period = "5 workdays"', "", _plain(units))


def _events() -> tuple[Entry, ...]:
    named = _plain((event, value_word(event)) for event in EVENTS)
    step, evidence = Entry(f"{STEP}步骤编号", "这一步办完"), Entry(f"{EVIDENCE}材料", "这份材料所记的日期")
    return (*named, step, evidence)


def _plain(pairs: Iterable[tuple[str, str]]) -> tuple[Entry, ...]:
    return tuple(Entry(name, title) for name, title in pairs)


def _ways() -> Iterator[Entry]:
    for name, way in WAYS.items():
        sources = "、".join(LABELS[source] for source in way.sources)
        yield Entry(name, way.label, f"{sources} → {LABELS[way.target]}")


def _roles() -> Iterator[Entry]:
    for role in ROLES.values():
        levels = "、".join(LEVELS[level] for level in sorted(role.levels))
        yield Entry(role.code, role.title, levels + ("；可以办理步骤" if role.code in LEVEL else ""))


def _evidence() -> Iterator[Entry]:
    for kind in KINDS.values():
        suppliers = "、".join(ROLES[code].title for code in kind.by)
        yield Entry(kind.name, kind.title, suppliers + ("；可以有多份" if kind.many else ""), keys_of(kind.params))


def _guards() -> Iterator[Entry]:
    for guard in GUARDS.values():
        yield Entry(guard.name, guard.title, "", keys_of(guard.params))


def as_data() -> dict[str, Any]:
    """The whole reference as plain data."""
    return {
        "tables": [
            {"heading": one.heading, "title": one.title, "about": one.about, "keys": list(map(_plain_key, one.keys))}
            for one in tables()
        ],
        "chapters": [
            {"title": one.title, "use": one.use, "entries": list(map(_plain_entry, one.entries))} for one in chapters()
        ],
    }


def _plain_key(key: Key) -> dict[str, Any]:
    told = {"name": key.name, "title": key.title, "about": key.about, "type": key.type, "default": key.default}
    return told | {"required": key.required, "values": dict(key.values)}


def _plain_entry(entry: Entry) -> dict[str, Any]:
    told = {"name": entry.name, "title": entry.title, "remark": entry.remark}
    return told | {"parameters": list(map(_plain_key, entry.keys))}


def markdown() -> str:
    """The whole reference as Markdown."""
    lines = ["# 方案文件参考", "", "一个方案是一个 TOML 文件。以下各表由程序的登记表写出，与检查所用的完全一致。", ""]
    for table in tables():
        lines += [f"## `{table.heading}` {table.title}" if table.heading else f"## {table.title}", "", table.about, ""]
        lines += [*_key_lines(table.keys), ""]
    for chapter in chapters():
        lines += [f"## {chapter.title}", "", f"写法：`{chapter.use}`", "", *_entry_lines(chapter), ""]
    return "\n".join(lines)


def _key_lines(keys: Iterable[Key]) -> list[str]:
    head = ["| 键 | 名称 | 类型 | 默认 | 说明 |", "|---|---|---|---|---|"]
    return head + [_row(f"`{key.name}`", key.title, key.type, default_of(key), meaning(key)) for key in keys]


def _entry_lines(chapter: Chapter) -> list[str]:
    remark = chapter.remark or "说明"
    head = [f"| 写法 | 名称 | {remark} | 参数 |", "|---|---|---|---|"]
    for entry in chapter.entries:
        params = "；".join(f"`{key.name}`：{meaning(key)}（默认{default_of(key) or '无'}）" for key in entry.keys)
        head.append(_row(f"`{entry.name}`", entry.title, entry.remark, params))
    return head


def default_of(key: Key) -> str:
    """The default in words: 必填 where there is none."""
    return "必填" if key.required else key.default


def meaning(key: Key) -> str:
    """What a key is for, with what each of its fixed values means."""
    said = "、".join(f"{value}（{word}）" for value, word in key.values)
    return f"{key.about}：{said}" if said else key.about


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
