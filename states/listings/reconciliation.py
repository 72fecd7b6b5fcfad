"""The lists of reconciliation: where each ledger stands, and the differences. Identity numbers are masked here."""

from __future__ import annotations

from collections.abc import Iterator

from engine.actors import Actor
from states.listings.listing import A_PAGE, AREA, Filter, Line, Listing, Look, Places, choice, paged, told
from states.reconciliation import desk
from states.reconciliation.desk import Line as Difference
from states.reconciliation.differences import DIFFERENCE, KINDS, MOVED, REMEDIES
from states.reconciliation.ledgers import ledgers
from states.reconciliation.standings import standings
from states.roles import Permission

PRESENCE = "listed"


def _standings(look: Look) -> Iterator[Line]:
    for one in standings(look.session, look.by, look.today):
        if one.last is None:
            continue  # named on the page, without anything to tell
        last = f"第{one.last.round.number}轮"
        trend = " → ".join(str(n) for n in one.trend)
        counts = one.waiting, one.unproved
        yield one.ledger.title, one.ledger.source, last, told(one.as_of_on), trend, *counts, told(one.agreed_at)


def _differences(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    for rows in paged(
        look, lambda after: desk.listed(look.session, look.by, asked=look.asked, after=after, limit=A_PAGE), 0
    ):
        places.learn(line.difference.area for line in rows)
        for line in rows:
            one = line.difference
            yield (
                places.village(one.area), line.number, line.head_name, line.masked, line.ledger.title,
                line.field, _value(line, one.ours), _value(line, one.theirs), KINDS[one.kind], MOVED[one.moved],
                DIFFERENCE.labels[line.state],
            )  # fmt: skip


def _value(line: Difference, value: str) -> str:
    if line.difference.field == PRESENCE:
        return "在册" if value else "没有"
    return line.shown(value)


def _ledger(value: str, by: Actor) -> str:
    return next((one.title for one in ledgers(by) if one.id == value), "")


def _field(value: str, by: Actor) -> str:
    fields = {field.name: field.title for one in ledgers(by) for field in one.fields} | {PRESENCE: "是否在册"}
    return fields.get(value, "")


LISTINGS = (
    Listing(
        "reconciliation",
        "比对台账",
        ("台账", "来源", "最近一轮", "数据日期", "历轮差异", "待核定", "已核定待印证", "标记一致"),
        _standings,
        needs=Permission.READ_RECONCILIATION,
    ),
    Listing(
        "differences",
        "比对差异",
        ("村", "户编号", "户主", "号码", "台账", "栏目", "我方", "对方", "差异", "情况", "状态"),
        _differences,
        (
            Filter("ledger", "台账", _ledger),
            Filter("field", "栏目", _field),
            choice("kind", "差异", KINDS),
            choice("moved", "情况", {name: label for name, label in MOVED.items() if name}),
            choice("state", "状态", DIFFERENCE.labels),
            choice("remedy", "处理", REMEDIES),
            AREA,
        ),
        needs=Permission.READ_RECONCILIATION,
    ),
)
