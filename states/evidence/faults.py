"""What is wrong with the content of evidence, in the clerk's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.words import N_

TEXTS = {
    "missing": N_("请填写"),
    "too_short": N_("请填写"),
    "string_too_long": N_("不能超过%(max_length)s个字"),
    "too_long": N_("不能超过%(max_length)s项"),
    "greater_than_equal": N_("不能小于%(ge)s"),
    "less_than_equal": N_("不能大于%(le)s"),
    "int_parsing": N_("请填整数"),
    "decimal_parsing": N_("请填数字"),
    "literal_error": N_("没有这一项，请从可选的里面填"),
    "extra_forbidden": N_("没有这一项，请从可选的里面填"),
}
EMPTY, SHORT, OTHER = N_("请填写"), N_("至少写%(min_length)s个字"), N_("填写有误，请检查")


def told(error: Any) -> tuple[str, Mapping[str, Any]]:
    """The sentence for one fault that the content's model found, and what fills its fields."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(facts["error"]), {}
    if kind == "string_too_short":
        return (EMPTY if facts["min_length"] == 1 else SHORT), facts
    return TEXTS.get(kind, OTHER), facts
