"""Invented people of a made-up register, for training, demonstration and tests; the same each time.

Their identity numbers have correct check digits but a county code that was never given out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from states.codes import codes
from states.exchange.layouts import household_list
from states.identity import with_check_digit
from states.regions import Region
from states.sample_places import GROUPS, Township, townships
from states.workbooks import write

SAMPLE = townships()[0]
TOWNSHIP, VILLAGES = SAMPLE.code, SAMPLE.villages
NOBODYS_COUNTY = "539999"

COLUMNS = (
    "number", "township", "village", "group", "head_name", "name", "relation", "id_no", "sex", "ethnicity",
    "education", "school", "health", "labour", "phone", "kind", "address",
)  # fmt: skip
SURNAMES = "和杨李王张赵陈余木何熊孙单仇段周"
MEN = "建军 建国 志强 文华 国栋 永福 继光 明辉 晓东 志明 春林 学义 立新 双全 金山 玉龙 家旺 庆生".split()
WOMEN = "秀英 桂兰 春花 丽华 玉珍 凤仙 美兰 秋菊 金凤 雪梅 彩霞 云仙 翠芬 燕芳 素珍 小琴 佳慧 晓梅".split()
TIBETAN = "扎西 卓玛 次仁 拉姆 尼玛 央宗 格桑 旺堆 取宗 鲁茸 培楚 此里 农布 阿追".split()
# What households look like: relation, least and most age. Some have nobody who can work.
SHAPES = (
    (("head", 35, 55), ("spouse", 33, 54), ("son", 7, 15), ("daughter", 3, 14)),
    (("head", 40, 58), ("spouse", 38, 57), ("son", 18, 24), ("mother", 66, 85)),
    (("head", 30, 45), ("spouse", 28, 44), ("daughter", 1, 6), ("father", 61, 75), ("mother", 60, 74)),
    (("head", 68, 84),),
    (("head", 66, 78), ("spouse", 65, 78), ("grandson", 7, 14)),
    (("head", 36, 52), ("daughter", 8, 15), ("son", 6, 12)),
    (("head", 45, 58), ("spouse", 44, 58), ("daughter", 18, 22)),
    (("head", 62, 74), ("son", 33, 44), ("daughter_in_law", 30, 42), ("grandson", 6, 12), ("granddaughter", 2, 9)),
)
WOMEN_BY_RELATION = {"daughter", "mother", "daughter_in_law", "granddaughter"}


def regions() -> list[Region]:
    """The places of the sample, from the province to the groups."""
    return list(SAMPLE.regions())


def workbook(households: int = 30, place: Township = SAMPLE) -> bytes:
    """A household list as xlsx, with about 3.6 people to a household."""
    return write([household_list().heading(name) for name in COLUMNS], rows(households, place))


def rows(households: int = 30, place: Township = SAMPLE) -> Iterator[tuple[str, ...]]:
    """The lines of the list."""
    random = Random(20211018)  # noqa: S311 - the same people each time, and no secret
    numbers = _Numbers()
    villages, groups = list(place.villages.items()), list(GROUPS.values())
    for n in range(households):
        code, village = villages[n * len(villages) // households]  # village by village, as lists come
        shape = SHAPES[n % len(SHAPES)]
        kind = "脱贫户" if random.random() < 0.4 else "普通农户"
        tibetan, surname = random.random() < 0.35, random.choice(SURNAMES)
        group = groups[n % len(groups)]
        where = (f"{code}{n + 1:05}", place.name, village, group)
        people = [_person(random, numbers, one, tibetan, surname, place.ages_on) for one in shape]
        head_name, phone = people[0][0], f"19900{random.randrange(10**6):06}"
        for name, relation, *facts in people:
            own = phone if relation == "户主" else ""
            yield (*where, head_name, name, relation, *facts, own, kind, f"{village}{group}")


class _Numbers:
    """Identity numbers that nobody has, none of them twice."""

    def __init__(self) -> None:
        self._given: Counter[tuple[date, bool]] = Counter()

    def next(self, born: date, woman: bool) -> str:
        while self._given[born, woman] >= 499:  # a day has 499 numbers for each sex
            born += timedelta(days=1)
        self._given[born, woman] += 1
        sequence = 2 * self._given[born, woman] - (0 if woman else 1)
        return with_check_digit(f"{NOBODYS_COUNTY}{born:%Y%m%d}{sequence:03}")


def _person(
    random: Random, numbers: _Numbers, shape: tuple[str, int, int], tibetan: bool, surname: str, on: date
) -> tuple[str, ...]:
    relation, least, most = shape
    age = random.randint(least, most)
    woman = relation in WOMEN_BY_RELATION or (relation == "spouse")
    born = on - timedelta(days=age * 365 + age // 4 + random.randrange(360))
    married_in = relation in ("spouse", "mother", "daughter_in_law")
    own = random.choice(SURNAMES) if married_in else surname
    han = own + random.choice(WOMEN if woman else MEN)
    ill = age >= 60 and random.random() < 0.5
    return (
        "".join(random.sample(TIBETAN, 2)) if tibetan else han,
        codes("relation").label(relation),
        numbers.next(born, woman),
        "女" if woman else "男",
        "藏族" if tibetan else "纳西族" if surname in "和木" else "汉族",
        "" if age < 18 else random.choice(("小学", "初中", "高中") if age < 50 else ("文盲或半文盲", "小学")),
        _school(age),
        "长期慢性病" if ill else "健康",
        _labour(random, age),
    )


def _school(age: int) -> str:
    stages = ["学龄前儿童"] * 4 + ["学前教育"] * 3 + ["小学"] * 6
    stages += ["七年级", "八年级", "九年级", "普通高中一年级", "普通高中二年级"]
    return stages[age] if age < 18 else ""


def _labour(random: Random, age: int) -> str:
    if age < 18 or age >= 65:
        return "无劳动力"
    if age >= 60:
        return "弱劳动力或半劳动力"
    return "技能劳动力" if random.random() < 0.15 else "普通劳动力"
