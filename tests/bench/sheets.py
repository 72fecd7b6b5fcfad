"""What the printing bench prints: notices of many rows, and consent forms of many households, as values and as HTML."""

from __future__ import annotations

import random
import re
from typing import Any

from publicity.documents import find, registry

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
GIVEN = "国建华文明志军平德福贵富强永春生秀英兰芳玉珍凤桂香梅红霞丽燕辉勇刚斌波䶮㛃𬭎𫖯喆堃玥珺祎"
KINDS = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
HEAD, BODY = re.compile(r"^.*?<body[^>]*>", re.DOTALL), re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


def notice(rows: int) -> dict[str, Any]:
    """A village's notice of so many invented households."""
    chance = random.Random(7)
    households = [
        {
            "group": f"第{chance.randint(1, 14)}村民小组",
            "head": _name(chance),
            "persons": chance.randint(1, 7),
            "category": chance.choice(KINDS),
        }
        for _ in range(rows)
    ]
    return find("village_notice").sample() | {"entering": households, "leaving": []}


def consents(number: int) -> list[dict[str, Any]]:
    """The consent forms of so many invented households."""
    chance, base = random.Random(3), find("informed_consent").sample()
    return [
        base
        | {
            "number": f"XC-2021-{at:04d}",
            "household_number": f"5334011022010{at:04d}",
            "head": _name(chance),
            "group": f"第{chance.choice('一二三四五六七八九')}村民小组",
            "persons": chance.randint(1, 7),
            "income": f"{chance.randint(6100, 29000)}.{chance.randint(10, 99)}",
        }
        for at in range(1, number + 1)
    ]


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.randint(1, 2)))


def page(name: str, values: dict[str, Any]) -> str:
    """A document's HTML as it is laid out."""
    return registry.sheet(name, values).html


def styled(html: str, name: str) -> str:
    """The same with its style inside, for who is given nothing else."""
    return html.replace("</head>", f"<style>{find(name).style()}</style></head>", 1)


def in_one(pages: list[str]) -> str:
    """Many pages as one document, each from a new page on."""
    head = HEAD.match(pages[0])
    bodies = [found[1] for one in pages if (found := BODY.search(one))]
    assert head
    assert len(bodies) == len(pages)
    return (
        head[0] + "".join(f'<section style="break-after:page">{body}</section>' for body in bodies) + "</body></html>"
    )
