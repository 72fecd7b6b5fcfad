"""风险化解情况报告: which risks were found, which are gone and how, which remain (BZ11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publicity.reporting import attachments, sentences
from publicity.reporting.draft import Column, Part, Said, Table, Word
from publicity.reporting.telling import Teller
from states.reports.standing import WATCHED


def parts(t: Teller) -> Sequence[Part]:
    """What the report tells, and what people are asked to add."""
    return (
        Part("scale", "总体情况", list(sentences.scale(t))),
        Part("settled", "风险化解情况", list(_settled(t)), "化解风险的主要做法、典型情况"),
        Part("help", "帮扶措施落实情况", list(sentences.helped(t))),
        Part("open", "尚未化解的风险", list(_open(t)), "没有化解的原因，是否有规模性返贫的苗头"),
        Part("next", "下一步工作", asks="下一步怎样化解、由谁负责、什么时候完成"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """Risks and eliminations by place, and the help by kind."""
    columns = (
        Column("监测对象", attachments.PAIR), Column("风险（项）", ("新发现", "已化解", "未化解")),
        Column("风险消除", attachments.PAIR), Column("风险再标注", attachments.PAIR), Column("没有措施（户）"),
    )  # fmt: skip

    def cells(place: str) -> Iterable[Word]:
        yield t.n("monitored", *WATCHED, place=place)
        yield t.n("monitored-persons", *WATCHED, place=place)
        for figure in ("risks-found", "risks-settled", "risks-open"):
            yield t.n(figure, place=place)
        for way in ("eliminate", "re_flag"):
            yield t.n("decided", way, place=place)
            yield t.n("decided-persons", way, place=place)
        yield t.n("without-help", place=place)

    return t.table("风险化解情况统计表", columns, cells, wide=True), attachments.help_by_kind(t)


def _settled(t: Teller) -> Iterator[Said]:
    now = t.asked.period.now_words
    if t.some("risks-found"):
        told = t.by_part("risks-found", "项")
        yield t.said("{now}新发现返贫致贫风险{n}项，其中{told}。", now=now, n=t.n("risks-found"), told=told)
    if t.some("risks-settled"):
        told = t.by_part("risks-settled", "项")
        yield t.said("{now}化解风险{n}项，其中{told}。", now=now, n=t.n("risks-settled"), told=told)
    else:
        yield t.said("{now}没有登记已化解的风险。", now=now)
    yield from sentences.changes(t)
    yield from sentences.how_freed(t)


def _open(t: Teller) -> Iterator[Said]:
    if not t.some("risks-open"):
        yield t.said("截至{day}，登记的风险已全部化解。", day=sentences.until(t))
        return
    yield t.said(
        "截至{day}，尚未化解的风险有{n}项，其中{told}；分布在{where}。",
        day=sentences.until(t),
        n=t.n("risks-open"),
        told=t.by_part("risks-open", "项"),
        where=t.by_place("risks-open", "项"),
    )
    if t.some("without-help"):
        who, where = sentences.monitored(t), t.by_place("without-help", "户")
        yield t.said("没有帮扶措施的{who}有{n}户，其中{where}。", who=who, n=t.n("without-help"), where=where)
