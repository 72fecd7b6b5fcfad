"""Who works in the invented township, and what its households look like."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from engine.actors import Actor
from states.evidence.reviews import DEPARTMENTS
from states.households import Draft
from states.identity import with_check_digit
from states.sample_places import Township, holding, townships
from states.samples import SAMPLE

COUNTY = SAMPLE.county
VILLAGE = {name: code for place in townships() for code, name in place.villages.items()}
HEPING, TUANJIE = VILLAGE["和平村"], VILLAGE["团结村"]
NEIGHBOUR = "团结村的村级信息员"


def people_of(place: Township) -> dict[str, Actor]:
    """Who works in a township, in its county and its prefecture, by the words of the scenarios."""
    village, neighbour = list(place.villages)[:2]
    return {
        "村级信息员": Actor("cunji-heping", "和秀兰", "village", village),
        "另一名村级信息员": Actor("cunji-heping-2", "木丽华", "village", village),
        NEIGHBOUR: Actor("cunji-tuanjie", "杨丽", "village", neighbour),
        "网格员": Actor("wangge-heping", "和建军", "grid", village),
        "乡镇业务员": Actor("xiangzhen-li", "李建华", "township", place.code),
        "另一名乡镇业务员": Actor("xiangzhen-zhao", "赵敏", "township", place.code),
        "乡镇负责人": Actor("xiangzhen-yang", "杨国栋", "township_leader", place.code),
        "县级审核员": Actor("xianji-wang", "王志强", "county", place.county),
        "另一名县级审核员": Actor("xianji-chen", "陈晓梅", "county", place.county),
        "州市审核员": Actor("zhoushi-zhaxi", "扎西州", "city", place.code[:4]),
        "管理员": Actor("guanli-zhou", "周明", "admin", place.county),
    }


ROLES = people_of(SAMPLE)
"""The people of the township in which the scenario plays."""
OF_ROLE = {
    "village": "村级信息员",
    "grid": "网格员",
    "township": "乡镇业务员",
    "township_leader": "乡镇负责人",
    "county": "县级审核员",
    "city": "州市审核员",
}
TRAITS = ("属普通农户", "属脱贫户", "整户无劳动能力", "未登记劳动能力", "户主未成年", "没有在册成员")
_numbers = count(1)


def play_in(place: Township) -> None:
    """Let the people of that township be those of whom the scenario speaks."""
    ROLES.update(people_of(place))


def clerk_of(area: str) -> str:
    """What scenarios call the clerk of the village that holds an area."""
    return "村级信息员" if area.startswith(next(iter(holding(area).villages))) else NEIGHBOUR


def department(code: str) -> Actor:
    """The person who answers for a department of the county, or for an office that only the plan names."""
    area = ROLES["县级审核员" if code in DEPARTMENTS else "乡镇业务员"].area
    return Actor(f"bumen-{code}", "周文", "department", area, code)


def identity_number(born: date) -> str:
    """A number that nobody has: its county code was never given out."""
    return with_check_digit(f"539999{born:%Y%m%d}{next(_numbers) % 1000:03}")


def household(head: str, village: str, trait: str = "") -> Draft:
    """A household about to be registered: a couple with a child, unless the trait says otherwise."""
    born = (
        date(2004, 3, 8)
        if trait == "户主未成年"
        else date(1949, 3, 8)
        if trait == "整户无劳动能力"
        else date(1976, 3, 8)
    )
    able = {"整户无劳动能力": "none", "未登记劳动能力": ""}.get(trait, "full")
    people = [_person(head, "head", born, able)]
    if trait in ("", "属普通农户", "属脱贫户"):
        people += [
            _person("和丽", "spouse", date(1978, 5, 2), "full"),
            _person("和小明", "son", date(2010, 9, 1), "none"),
        ]
    columns = {"number": f"{village}{next(_numbers):05}", "head_name": head, "phone": "19900000021"}
    columns["kind"] = "lifted_out" if trait == "属脱贫户" else "general"
    return Draft(village + "01", columns, () if trait == "没有在册成员" else tuple(people))


def _person(name: str, relation: str, born: date, labour: str) -> dict[str, Any]:
    number = identity_number(born)
    return {
        "name": name,
        "relation": relation,
        "is_head": relation == "head",
        "id_no": number,
        "person": number,
        "birth_on": born,
        "labour": labour,
    }
