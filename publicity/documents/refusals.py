"""Turning a validation's findings into sentences for the clerk."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

SENTENCES = {
    "missing": "没有填写",
    "extra_forbidden": "不是这份文书的内容",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_too_long": "超过{max_length}个字",
    "string_pattern_mismatch": "格式不对",
    "too_short": "至少要有{min_length}项",
    "too_long": "超过{max_length}项",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "不能小于{ge}",
    "less_than_equal": "不能大于{le}",
    "decimal_parsing": "应为金额",
    "decimal_max_places": "最多两位小数",
    "date_type": "应为日期",
    "date_parsing": "应为日期（如2021-10-25）",
    "date_from_datetime_parsing": "应为日期（如2021-10-25）",
    "date_from_datetime_inexact": "应为日期，不带时间",
}


def sentences(model: type[BaseModel], fault: ValidationError) -> list[str]:
    """One Chinese sentence per fault, naming list, row and field by their titles."""
    return [f"{_where(model, error['loc'])}{_why(error)}" for error in fault.errors(include_url=False)]


def _why(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return SENTENCES.get(error["type"], "填写有误").format(**error.get("ctx", {}))


def _where(model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    """The way to the field, such as 纳入名单第3行户主姓名：; empty for a fault of the whole."""
    said, here = "", [model]
    for part in path:
        if isinstance(part, int):
            said += f"第{part + 1}行"
            continue
        field = next((kind.model_fields[part] for kind in here if part in kind.model_fields), None)
        said += field.title or part if field else part
        here = _models(field.annotation) if field else []
    return f"{said}：" if said else ""


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models inside a type such as list[Row] or Proxy | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]
