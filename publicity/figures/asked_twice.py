"""Which forms ask the same: the titles that stand in the values of more than one form that a village fills in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from publicity.documents.catalogue import forms
from publicity.documents.values import Values

NOT_ASKED = frozenset(
    {
        "编号",
        "版次",
        "制表日期",
        "印制日期",
        "日期",
        "户编号",
        "收表单位",
        "受理单位",
        "附件号",
        "空行数",
        "开始日期",
        "截止日期",
        "人员",
    }
)
"""What the program writes by itself on every paper."""


@cache
def asked_twice() -> Mapping[str, tuple[str, ...]]:
    """The things that several forms ask, with the titles of those forms; what most forms ask first."""
    found: dict[str, dict[str, None]] = {}
    for document in forms.DOCUMENTS:
        for title in _titles(document.values):
            found.setdefault(title, {})[document.title] = None
    several = {title: tuple(names) for title, names in found.items() if len(names) > 1 and title not in NOT_ASKED}
    return dict(sorted(several.items(), key=lambda one: (-len(one[1]), one[0])))


def _titles(values: type[Values]) -> Iterator[str]:
    for field in values.model_fields.values():
        if field.title:
            yield field.title
        for inner in _inside(field.annotation):
            yield from _titles(inner)


def _inside(annotation: Any) -> Iterator[type[Values]]:
    if isinstance(annotation, type) and issubclass(annotation, Values):
        yield annotation
    for one in get_args(annotation):
        yield from _inside(one)
