"""The rules as data: read from TOML, checked whole, and refused with file, rule and reason when one is unclear.

Adding a rule is one entry in `rules/*.toml` and one line in the table of its tests.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from engine.errors import BadInput, Problem
from engine.words import N_
from states.quality import fields, sources, villages
from states.quality.conditions import Condition, Reader
from states.quality.fields import SubjectName, Vocabulary
from states.quality.predicates import BadCondition

SEVERITIES = {1: N_("硬性错误"), 2: N_("逻辑错误"), 3: N_("缺失矛盾"), 4: N_("疑似"), 5: N_("可能")}
SUBJECTS = {"household": N_("户"), "member": N_("成员"), "village": N_("村")}
PROOFS = {"visit": N_("入户核查"), "document": N_("文件凭据"), "department": N_("部门答复")}
SCREENS = {
    1: N_("原非建档立卡农户，收入低于底线或整户无劳动能力"),
    2: N_("脱贫户，收入低于底线或整户无劳动能力"),
    3: N_("已标注风险消除，收入低于底线"),
    4: N_("已标注风险消除，整户无劳动能力"),
}
NEEDED, MORE = {"code", "section", "severity", "subject", "title", "says", "check", "when"}, {"also", "other", "screen"}
OF_FILE = {"topic", "basis", "proof"}
_GAP = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Parameter:
    """An age, a threshold or a cut-off, by the year from which it holds."""

    name: str
    label: str
    unit: str
    values: Mapping[int, Any]

    @property
    def type(self) -> str:
        """What its values are: `number` or `day`."""
        return "day" if isinstance(next(iter(self.values.values())), (str, date)) else "number"

    def in_year(self, year: int) -> Any:
        """The value that holds in a year; before the first one, the first. A day without a year is that year's."""
        value = self.values[max((one for one in self.values if one <= year), default=min(self.values))]
        return date(year, *map(int, value.split("-"))) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: when it is violated, how grave that is, what the clerk is told, and what proves a correction.

    `says` is what is wrong, `check` what the clerk has to look at before anything is changed.

    `also` are the other numbers it has in the lists, `other` a field whose value belongs to a finding's identity,
    `screen` the number of the screen that it is part of (XZ09).
    """

    code: str
    also: tuple[str, ...]
    section: str
    topic: str
    severity: int
    subject: SubjectName
    title: str
    says: str
    check: str
    basis: str
    proof: tuple[str, ...]
    condition: Condition
    other: str = ""
    screen: int = 0


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules in order, their parameters, and the digest that names this very edition of both."""

    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    vocabulary: Vocabulary
    edition: str

    def of(self, code: str) -> Rule | None:
        """The rule of a code; None when this edition has none."""
        return next((rule for rule in self.rules if rule.code == code), None)

    def values(self, year: int) -> dict[str, Any]:
        """The parameters as they hold in a year."""
        return {name: parameter.in_year(year) for name, parameter in self.parameters.items()}


def load(texts: Mapping[str, str], parameters: str) -> Rulebook:
    """The rulebook in these files; raises `BadInput` that names file, rule and reason of everything unclear."""
    known = _parameters(parameters)
    words = vocabulary()
    reader = Reader(words, {name: one.type for name, one in known.items()})
    rules, problems, seen = list[Rule](), list[Problem](), set[str]()
    for file, text in sorted(texts.items()):
        try:
            told = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(file, f"不是有效的TOML：{error}"))
            continue
        about = told.get("about", {})
        for entry in told.get("rule", ()):
            where = f"{file} {entry.get('code', '?')}"
            reasons = list(_faults(about | entry, seen))
            seen.add(entry.get("code", ""))
            if not reasons:
                try:
                    rules.append(_rule(about | entry, reader))
                except BadCondition as bad:
                    reasons = [str(bad)]
            problems += [Problem(where, reason) for reason in reasons]
    if problems:
        raise BadInput(*problems)
    edition = hashlib.sha256(repr((sorted(texts.items()), parameters)).encode()).hexdigest()
    return Rulebook(tuple(rules), known, words, edition)


def _faults(entry: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    if missing := NEEDED - entry.keys():
        yield f"缺少：{'、'.join(sorted(missing))}"
        return
    if unknown := entry.keys() - NEEDED - MORE - OF_FILE:
        yield f"不认识：{'、'.join(sorted(unknown))}"
    if entry["code"] in seen:
        yield "编号重复"
    if entry["severity"] not in SEVERITIES:
        yield "严重程度应为1至5"
    if entry["subject"] not in SUBJECTS:
        yield "对象应为 household、member 或 village"
    if not entry.get("proof") or set(entry["proof"]) - PROOFS.keys():
        yield "整改凭据应为 visit、document、department 中的几种"
    if entry.get("screen", 1) not in SCREENS:
        yield "排查类别应为1至4"


def _rule(entry: Mapping[str, Any], reader: Reader) -> Rule:
    subject: SubjectName = entry["subject"]
    known = reader.vocabulary
    for name in [*_GAP.findall(entry["says"]), *([entry["other"]] if "other" in entry else [])]:
        above = ("" if subject == "village" else "household", name)
        if (subject, name) not in known and above not in known and name not in reader.parameters:
            raise BadCondition(f"说明里的“{name}”不是字段也不是参数")
    return Rule(
        entry["code"],
        tuple(entry.get("also", ())),
        entry["section"],
        entry["topic"],
        entry["severity"],
        subject,
        entry["title"],
        entry["says"],
        entry["check"],
        entry["basis"],
        tuple(entry["proof"]),
        reader.read(entry["when"], subject),
        entry.get("other", ""),
        entry.get("screen", 0),
    )


def _parameters(text: str) -> dict[str, Parameter]:
    told = tomllib.loads(text)
    return {
        name: Parameter(name, one["label"], one["unit"], {int(year): _number(v) for year, v in one["values"].items()})
        for name, one in told.items()
    }


MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) and not MONTH_DAY.fullmatch(value) else value


@cache
def vocabulary() -> Vocabulary:
    """Every field that a rule may name: of the register, of the forms' further facts, and of the sources."""
    own = (*fields.MEMBER, *fields.HOUSEHOLD, *villages.FIELDS)
    found = (*own, *fields.details_fields(), *sources.fields_of())
    return {(one.subject, one.name): one for one in found}


@cache
def shipped() -> Rulebook:
    """The rulebook of this program."""
    folder = files("states.quality")
    texts = {one.name: one.read_text("utf-8") for one in folder.joinpath("rules").iterdir() if one.name[-5:] == ".toml"}
    return load(texts, folder.joinpath("parameters.toml").read_text("utf-8"))


def gaps(says: str) -> list[str]:
    """The names that stand in a sentence."""
    return _GAP.findall(says)
