"""The tables that several reports bring as attachments: the scale, the help by kind and by place, the adjustments."""

from __future__ import annotations

from collections.abc import Iterable

from publicity.reporting.draft import Column, Table, Word
from publicity.reporting.telling import Teller
from states.lifecycle import ELIMINATED, WAYS
from states.reports.helping import amounts
from states.reports.moves import help_kinds
from states.reports.standing import CATEGORIES

PAIR = ("户", "人")
ALWAYS = ("identify", "eliminate", "re_flag", "roll_back")
"""The ways that a table shows even where nobody went them."""


def scale(t: Teller) -> Table:
    """规模统计表: households and people by kind and category, by place."""
    columns = (
        Column("登记农户", PAIR), Column("普通农户", PAIR), Column("脱贫户", PAIR),
        *(Column(t.label("category", one), PAIR) for one in CATEGORIES), Column("风险已消除", PAIR),
    )  # fmt: skip

    def cells(place: str) -> Iterable[Word]:
        for figure, parts in (
            ("registered", ()), ("registered", ("general",)), ("registered", ("lifted_out",)),
            *(("category", (one,)) for one in CATEGORIES), ("monitored", (ELIMINATED,)),
        ):  # fmt: skip
            yield t.n(figure, *parts, place=place)
            yield t.n(f"{figure}-persons", *parts, place=place)

    return t.table("规模统计表", columns, cells, wide=True)


def help_by_kind(t: Teller) -> Table:
    """帮扶措施落实情况统计表: a line for each kind of help, and the sum."""
    columns = tuple(Column(one) for one in ("帮扶种类", "措施项数", "计划户数", "落实户数", "落实次数", "金额（元）"))
    kinds, yuan = help_kinds(t.asked), amounts(t.asked)
    figures = ("measures", "planned", "reached", "deliveries")
    rows = [
        (Word(label), *(t.n(figure, code) for figure in figures), Word(str(yuan.get(code, 0))))
        for code, label in kinds.items()
    ]
    total = (t.n("measures"), Word("—"), t.n("reached-by-any"), t.n("deliveries"), Word(str(sum(yuan.values()))))
    return Table("帮扶措施落实情况统计表", columns, (*rows, (Word("合计"), *total)))


def help_by_place(t: Teller) -> Table:
    """The households that each kind of help reached, by place."""
    kinds = help_kinds(t.asked)
    columns = tuple(Column(label) for label in kinds.values())
    return t.table(
        "帮扶措施落实到户情况表（户）",
        columns,
        lambda place: (t.n("reached", code, place=place) for code in kinds),
        True,
    )


def changes(t: Teller, title: str = "动态调整统计表") -> Table:
    """Every way in which households moved, by place."""
    ways = [way for way in WAYS if way in ALWAYS or t.some("decided", way)]
    columns = tuple(Column(t.label("decided", way), PAIR) for way in ways)

    def cells(place: str) -> Iterable[Word]:
        for way in ways:
            yield t.n("decided", way, place=place)
            yield t.n("decided-persons", way, place=place)

    return t.table(title, columns, cells, wide=True)


def natural(t: Teller) -> Table:
    """自然增减统计表: who joined a household and who left one, by the reason and by place (XZ20)."""
    reasons = [one for one in t.label_of("left") if t.some("left", one)]
    columns = (
        Column("自然增加（人）"), Column("自然减少（人）"),
        *((Column("减少的原因", tuple(t.label("left", one) for one in reasons)),) if reasons else ()),
    )  # fmt: skip

    def cells(place: str) -> Iterable[Word]:
        yield t.n("joined", place=place)
        yield t.n("left", place=place)
        for reason in reasons:
            yield t.n("left", reason, place=place)

    return t.table("自然增减统计表", columns, cells)
