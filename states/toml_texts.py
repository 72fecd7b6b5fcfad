"""Data of the site as TOML texts: read against a model, refused with the file, the place in it and every reason."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import BadInput, Problem
from engine.words import N_

LARGEST = 200_000
"""Bytes of a text that is handed in: the longest shipped one has some 6,000."""
FAULTS = {
    "missing": N_("缺少这一项"),
    "extra_forbidden": N_("没有这一项，请检查拼写"),
    "literal_error": N_("不在可填的值里"),
    "string_pattern_mismatch": N_("只能用小写字母、数字和短横"),
    "string_too_short": N_("不能为空"),
    "string_too_long": N_("文字太长"),
    "too_short": N_("至少要有一项"),
    "too_long": N_("项数太多"),
    "string_type": N_("要写成引号里的文字"),
    "date_type": N_("要写成2021-05-01这样的日期，不加引号"),
}
KEY = ".[key]"
"""What pydantic puts behind the place of a key that is written badly."""
Shape = TypeVar("Shape", bound=BaseModel)


def decoded(data: bytes, file: str) -> str:
    """The text of a file that was handed in; raises `BadInput` for what is too long or no UTF-8."""
    if len(data) > LARGEST:
        raise BadInput(Problem(file, N_("文件太大，不像是表样或代码表")))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(Problem(file, N_("文件不是UTF-8编码的文本，请用记事本另存为UTF-8"))) from None


def read(
    shape: type[Shape],
    text: str,
    file: str,
    faults: Callable[[Shape], Iterable[tuple[str, str]]],
    refusal: type[BadInput],
) -> Shape:
    """The thing that a text describes; raises `refusal` with the file, each place and each reason.

    `faults` says what is wrong with one that has the right shape, as (place, reason).
    """
    try:
        found = shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise refusal(Problem(file, N_("不是合格的TOML文件：") + str(error))) from None
    except ValidationError as error:
        raise refusal(*(_problem(file, fault) for fault in error.errors())) from None
    if problems := [Problem(f"{file} {where}".strip(), reason) for where, reason in faults(found)]:
        raise refusal(*problems)
    return found


def _problem(file: str, fault: Any) -> Problem:
    place = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault["loc"])
    if place.endswith(KEY):
        return Problem(f"{file} {place.removesuffix(KEY)}", N_("代码只能用字母、数字、短横和下划线，最多24个字符"))
    return Problem(f"{file} {place}", FAULTS.get(fault["type"], N_("写法不对")))
