"""规模统计表 after a quarter's sweep: households and people by township, each household once (BZ01, 附件1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publicity.reporting import sentences
from publicity.reporting.draft import Column, Part, Said, Table, Word
from publicity.reporting.telling import Teller
from states import regions
from states.lifecycle import ELIMINATED
from states.reports.standing import CATEGORIES, KINDS

PAIR = ("户", "人")
COUNTY, TOWNSHIP = 6, 9


def parts(t: Teller) -> Sequence[Part]:
    """The scale, how far the sweep came, and what people want to add."""
    return (
        Part("scale", "农户规模", list(sentences.scale(t))),
        Part("sweep", "摸底排查情况", list(_swept(t))),
        Part("notes", "有关说明", asks="口径变化、与上季度相差较大的数字，没有走访到的户和原因，请在这里说明"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """The table of the plan: of a county by township, of a township by village."""
    return (scale(by_township(t)),)


def scale(t: Teller) -> Table:
    """A line for each place, the kinds side by side, so that every line adds up to all its households."""
    columns = (
        Column("合计", PAIR), Column("一般户", PAIR), Column("脱贫户", PAIR), Column("三类户", PAIR),
        *(Column("其中：" + t.label("category", one), PAIR) for one in CATEGORIES), Column("另：风险已消除", PAIR),
    )  # fmt: skip
    cuts = ((), *((kind,) for kind in KINDS), CATEGORIES, *((one,) for one in CATEGORIES))

    def cells(place: str) -> Iterable[Word]:
        for cut in cuts:
            yield t.n("scale", *cut, place=place)
            yield t.n("scale-persons", *cut, place=place)
        yield t.n("monitored", ELIMINATED, place=place)
        yield t.n("monitored-persons", ELIMINATED, place=place)

    return t.table("规模统计表", columns, cells, wide=True)


def by_township(t: Teller) -> Teller:
    """The same report with a line for each township, where it is a county's or a larger place's."""
    if len(t.asked.area) > COUNTY:
        return t
    places = regions.below(t.asked.session, t.asked.area, "township")
    return Teller(t.asked, TOWNSHIP, {one.code: one.name for one in places if one.abolished_on is None})


def _swept(t: Teller) -> Iterator[Said]:
    now = t.asked.period.now_words
    if not t.some("swept"):
        yield t.said("{now}没有开展摸底排查。", now=now)
        return
    yield t.said("{now}应排查{all}户，已走访{n}户。", now=now, all=t.n("swept"), n=t.n("swept", "visited"))
    if t.some("swept", "left"):
        where = t.by_place("swept", "户", "left")
        yield t.said("还没有走访到的有{n}户，其中{where}。", n=t.n("swept", "left"), where=where)
