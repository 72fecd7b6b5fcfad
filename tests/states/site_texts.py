"""Texts that a site hands in: the shipped ones, changed as a new national form or a new code list would change them."""

from __future__ import annotations

import re

from states.code_editions import shipped
from states.exchange.layouts import household_list

EDUCATION = """
list = "education"
title = "文化程度"
edition = "2026"
source = "省局2026年采集方案"

[codes]
illiterate = ["文盲或半文盲", "文盲", "半文盲"]
primary = ["小学"]
junior = ["初级中学", "初中"]
senior = ["高中", "中专"]
vocational = ["高职"]
specialised = ["高专"]
university = ["本科及以上", "本科"]
college = { words = ["大专", "专科"], becomes = ["vocational", "specialised"] }
"""


def text_of(name: str, edition: str) -> str:
    """The text of an edition that the program ships."""
    return next(one.text for one in shipped() if (one.list, one.edition) == (name, edition))


def new_list(edition: str = "2026", name: str = "家庭成员") -> str:
    """The list of households as a new year has it: the name moved to the front, called otherwise, words changed."""
    text = household_list().text.replace('edition = "2021"', f'edition = "{edition}"')
    lines = text.splitlines()
    moved = next(line for line in lines if '{ field = "name"' in line)
    lines.remove(moved)
    lines.insert(lines.index("columns = [") + 1, moved.replace('heading = "姓名"', f'heading = "{name}"'))
    text = "\n".join(lines) + "\n"
    words = 'words = { head = "本户户主", spouse = "本户配偶" }'
    text = re.sub(r'(\{ field = "relation".*) \},', rf"\1, {words} }},", text)
    ill = 'words = { healthy = "无病", chronic = "慢病", disabled = "有残" }'
    return text.replace('heading = "健康状况" }', f'heading = "身体状况", {ill} }}')
