"""Refusing text that cannot be printed faithfully, by naming the field, the row and the character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from publicity.fonts.office import printable

# Radicals look like the character they are the radical of and share its glyph; text copied from a PDF is full of them.
RADICALS = {
    point: folded
    for point in range(0x2E80, 0x2FE0)
    if (folded := unicodedata.normalize("NFKC", chr(point))) != chr(point)
}
DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
RIGHT_TO_LEFT = frozenset({"R", "AL"})
SHAPED = ((0x0900, 0x109F), (0x1780, 0x18AF), (0x1950, 0x1AAF))  # Indic, Tibetan, Burmese, Khmer, Mongolian, Dai
SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180F))
PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))


@dataclass(frozen=True, slots=True)
class Field:
    """A text to be printed, and how the clerk knows it."""

    label: str
    text: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A character that cannot be printed, and where it stands."""

    field: str
    row: int | None
    position: int
    character: str
    reason: str

    @property
    def code_point(self) -> str:
        """As code tables write it: U+20164."""
        return f"U+{ord(self.character):04X}"

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        where = f"第{self.row}行“{self.field}”" if self.row else f"“{self.field}”"
        shown = f"“{self.character}”（{self.code_point}）" if self.character.isprintable() else self.code_point
        return f"{where}第{self.position}个字{shown}无法打印：{self.reason}"


def fold(text: str) -> str:
    """The text with radicals turned into the characters they stand for; nothing else of a name is touched."""
    return text.translate(RADICALS)


def fold_all(value: Any) -> Any:
    """Plain values with radicals folded in every text."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, Mapping):
        return {key: fold_all(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [fold_all(inner) for inner in value]
    return value


def unprintable(texts: Iterable[str]) -> frozenset[str]:
    """The characters of all these texts that cannot be printed: one look at their set, however many there are."""
    drawn = printable()
    return frozenset(one for one in set(fold("".join(texts))) if one not in drawn or _forbidden(one))


def check(fields: Iterable[Field]) -> list[Problem]:
    """Every character that cannot be printed, once per field, in the order of the fields."""
    drawn = printable()
    return [problem for field in fields for problem in _problems(field, drawn)]


def _problems(field: Field, drawn: frozenset[str]) -> Iterator[Problem]:
    text = fold(field.text)
    for character in sorted((one for one in set(text) if one not in drawn or _forbidden(one)), key=text.index):
        yield Problem(field.label, field.row, text.index(character) + 1, character, reason(character))


def reason(character: str) -> str:
    """Why this character cannot be printed, and where there is a way out, the way out."""
    return _forbidden(character) or "字库中没有这个字，请核对户口簿后换用规范字"


@cache
def _forbidden(character: str) -> str:
    point, category = ord(character), unicodedata.category(character)
    if _within(point, PRIVATE):
        return "这是自造字编码，请改用国家标准（GB 18030）编码重新录入这个字"
    if _within(point, SELECTORS):
        return "这是看不见的异体字选择符，请删去后重新录入"
    if category == "Cs":
        return "这是残缺的编码，请重新录入这个字"
    if category == "Cc":
        return "这是控制字符（如换行、制表符），请删去"
    if unicodedata.bidirectional(character) in DIRECTIONS or category == "Cf":
        return "这是看不见的格式符，会打乱文字次序，请删去"
    if unicodedata.bidirectional(character) in RIGHT_TO_LEFT or _within(point, SHAPED):
        return "这种文字需要专门排版，本文书不能打印"
    if category.startswith("M"):
        return "这是附加在前一个字上的符号，本文书不能打印"
    return ""


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= point <= high for low, high in ranges)
