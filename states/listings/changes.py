"""The lists of changes: what waits, what is keyed twice, the three ledgers, entries without a visit, key facts.

The ledgers here are what the page shows; the forms that are handed in, with identity numbers, go out beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from states.changes import key_facts, ledgers, shown, unvisited
from states.changes.change import NATURES, ONCE, PARTS, SOURCES
from states.changes.fields import field_of
from states.changes.ledgers import DECREASE, INCREASE, VILLAGE, Period
from states.changes.shown import Line as Change
from states.identity import masked
from states.listings.listing import AREA, Line, Listing, Look, Places, choice, day, paged, told
from states.roles import Permission

BACK = timedelta(days=90)
HIDDEN = "另一人录入后才显示"


def _waiting(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    nature, part = look.get("nature"), look.get("part")
    for rows in paged(
        look,
        lambda after: shown.waiting(look.session, look.by, nature=nature, part=part, keying=False, after=after),
        0,
    ):
        places.learn(one.change.area for one in rows)
        for one in rows:
            change = one.change
            who = change.proposed_by_name, SOURCES[change.source], told(change.proposed_at)
            yield *_house(one, places), *_what(one), *who


def _keying(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(look, lambda after: shown.waiting(look.session, look.by, keying=True, after=after), 0):
        places.learn(one.change.area for one in rows)
        for one in rows:
            stands = "等另一个人录入" if one.change.keying == ONCE else "两遍不一致"
            yield *_house(one, places), one.what or "证件号码", one.change.proposed_by_name, stands


def _ledger(kind: str) -> Callable[[Look], Iterator[Line]]:
    def lines(look: Look) -> Iterator[Line]:
        period = Period(look.day("since", date(look.today.year, 1, 1)), look.day("until", look.today))
        places = Places(look.session)
        pages = ledgers.pages(look.session, look.by, kind, look.get("area"), period)
        for rows in pages:
            places.learn(one.change.area for one in rows)
            for one in rows:
                change = one.change
                who = SOURCES[change.source], change.proposed_by_name, change.decided_by_name
                yield *_house(one, places), *_what(one), *who, told(change.decided_at)
            look.session.expunge_all()

    return lines


def _house(one: Change, places: Places) -> tuple[str, ...]:
    return places.village(one.change.area), places.of(one.change.area), one.number, one.head_name, one.who


def _what(one: Change) -> tuple[str, ...]:
    change = one.change
    before, after = (_guarded(one, value) for value in (one.before, HIDDEN if one.blind else one.after))
    what, part = one.what or NATURES[change.nature], PARTS.get(change.part, "")
    return what, before, after, told(change.happened_on), one.reason, part


def _guarded(one: Change, value: str) -> str:
    """What stands before or after; of an identity number only what a list gives away."""
    field = field_of(one.change.subject, one.change.field)
    return masked(value) if field and field.type == "identity" and value and value != HIDDEN else value


def _unvisited(look: Look) -> Iterator[Line]:
    since = look.day("since", look.today - BACK)
    places = Places(look.session)
    for rows in unvisited.pages(look.session, look.by, look.get("area"), since, look.today):
        places.learn(one.area for one in rows)
        for one in rows:
            entered = one.what, told(one.entered_on), one.entered_by
            yield places.village(one.area), one.number, one.head_name, *entered, told(one.visit_on), one.visitors
        look.session.expunge_all()


def _key_facts(look: Look) -> Iterator[Line]:
    village = (look.get("area") or look.by.area)[:12]
    if len(village) < key_facts.VILLAGE:
        return
    rows = key_facts.of_village(look.session, look.by, village)
    places = Places(look.session)
    places.learn(one.group_code for one in rows)
    for one in rows:
        said = one.visit.said if one.visit else {}
        facts = (_fact(said.get(name)) for name in key_facts.FACTS)
        signed = ("缺" if signer in one.missing else "已签" for signer in key_facts.SIGNERS)
        on = told(one.visit.happened_on) if one.visit else ""
        yield places.of(one.group_code), one.number, one.head_name, one.members, *facts, on, *signed


def _fact(value: object) -> str:
    return "" if value is None else "是" if value is True else "否" if value is False else str(value)


HOUSE = ("村", "村民小组", "户编号", "户主", "对象")
WHAT = ("变更", "变更前", "变更后", "发生日期", "原因", "所属批次")
PERIOD = (AREA, day("since", "从"), day("until", "到"))
TITLES = {VILLAGE: "村级台账", INCREASE: "自然增加", DECREASE: "自然减少"}
LISTINGS = (
    Listing(
        "changes",
        "待核对的变更",
        (*HOUSE, *WHAT, "提出人", "来源", "提出时间"),
        _waiting,
        (choice("nature", "变更种类", NATURES), choice("part", "所属批次", PARTS)),
    ),
    Listing("keyings", "两人各录一遍", (*HOUSE, "变更", "第一遍", "情况"), _keying),
    *(
        Listing(
            f"ledger-{kind}", title, (*HOUSE, *WHAT, "来源", "提出人", "核对人", "核对时间"), _ledger(kind), PERIOD
        )
        for kind, title in TITLES.items()
    ),
    Listing(
        "unvisited",
        "没有入户的录入",
        ("村", "户编号", "户主", "录入的内容", "录入日期", "录入人", "最近的入户", "入户人数"),
        _unvisited,
        (AREA, day("since", "从")),
    ),
    Listing(
        "key-facts",
        "重要信息台账",
        (
            "村民小组", "户编号", "户主", "人口", "子女在校", "参加医保", "住房安全", "饮水安全", "人均纯收入",
            "入户日期", "农户签字", "采集人签字",
        ),
        _key_facts,
        (AREA,),
        Permission.PRINT,
    ),
)  # fmt: skip
