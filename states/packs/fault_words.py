"""What is wrong with a value of a pack's file, in words for whoever writes it."""

from __future__ import annotations

from typing import Any

WORDS = {
    "extra_forbidden": "没有这个键",
    "missing": "缺少这个键",
    "string_pattern_mismatch": "写法不对",
    "literal_error": "不在可选的值里，可选的有：{expected}",
    "string_type": "要写文字（加引号）",
    "string_too_short": "至少写{min_length}个字",
    "string_too_long": "不能超过{max_length}个字",
    "int_type": "要写整数（不加引号）",
    "int_parsing": "要写整数（不加引号）",
    "int_from_float": "要写整数（不加引号）",
    "bool_type": "要写 true 或 false",
    "bool_parsing": "要写 true 或 false",
    "greater_than": "要大于{gt}",
    "greater_than_equal": "不能小于{ge}",
    "less_than": "要小于{lt}",
    "less_than_equal": "不能大于{le}",
    "too_short": "至少要有{min_length}项",
    "too_long": "不能超过{max_length}项",
    "tuple_type": "要写列表（放在方括号里）",
    "dict_type": "要写成表",
    "model_type": "要写成表",
    "model_attributes_type": "要写成表",
    "date_type": "要写日期，如 2021-10-19",
    "date_parsing": "要写日期，如 2021-10-19",
    "date_from_datetime_parsing": "要写日期，如 2021-10-19",
    "date_from_datetime_inexact": "只写日期，不写几点",
}


def fault(error: Any) -> str:
    """The sentence for one fault that a model found."""
    facts = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(facts["error"])
    expected = str(facts.get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
    return WORDS.get(error["type"], "写法不对").format(**{**facts, "expected": expected})
