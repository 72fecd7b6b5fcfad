"""进度和质量通报: by village, who is late and who falls short, for dispatch meetings (TZ27)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publicity.reporting import sentences
from publicity.reporting.draft import Column, Part, Said, Table, Word
from publicity.reporting.telling import Teller

HARD = "1"


def parts(t: Teller) -> Sequence[Part]:
    """The progress, the late, the doubts, the help that was not checked, and what is asked of the villages."""
    return (
        Part("progress", "总体进度", list(_progress(t))),
        Part("late", "进度滞后情况", list(_late(t)), "点评进度快和进度慢的村"),
        Part("quality", "数据质量情况", list(_quality(t)), "点评质量好和质量差的村"),
        Part("help", "帮扶和核查情况", list(_help(t))),
        Part("asks", "工作要求", asks="要求整改的事项、责任人和期限"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """Progress and quality, a line for each village."""
    columns = (
        Column("办理进度（户）", ("办结", "在办")), Column("环节（个）", ("在办", "超期")),
        Column("疑点（条）", ("查出", "销号", "未销号", "其中硬性")), Column("没有措施（户）"),
        Column("没有核查（户）"),
    )  # fmt: skip

    def cells(place: str) -> Iterable[Word]:
        for figure in ("decided", "under-way", "steps-open", "steps-late"):
            yield t.n(figure, place=place)
        for figure in ("doubts-found", "doubts-closed", "doubts-open"):
            yield t.n(figure, place=place)
        yield t.n("doubts-open", HARD, place=place)
        for figure in ("without-help", "unchecked"):
            yield t.n(figure, place=place)

    return (t.table("工作进度和数据质量情况表", columns, cells, wide=True),)


def _progress(t: Teller) -> Iterator[Said]:
    yield from sentences.changes(t)
    yield t.said(
        "截至{day}，在办环节{open}个，其中超过办理时限的{late}个。",
        day=sentences.until(t),
        open=t.n("steps-open"),
        late=t.n("steps-late"),
    )


def _late(t: Teller) -> Iterator[Said]:
    if not t.some("steps-late"):
        yield t.said("没有超过办理时限的环节。")
        return
    yield t.said("有超期环节的是：{where}。", where=t.by_place("steps-late", "个", most=len(t.names)))
    yield t.said("超期的环节主要是：{told}。", told=t.by_part("steps-late", "个", most=5))


def _quality(t: Teller) -> Iterator[Said]:
    now = t.asked.period.now_words
    yield t.said(
        "{now}筛查出疑点{found}条，已销号{closed}条；截至{day}，尚未销号{open}条{kinds}。",
        now=now,
        found=t.n("doubts-found"),
        closed=t.n("doubts-closed"),
        day=sentences.until(t),
        open=t.n("doubts-open"),
        kinds=(Word("，其中"), *told) if (told := t.by_part("doubts-open", "条")) else (),
    )
    if t.some("doubts-open", HARD):
        yield t.said("硬性错误没有改完的是：{where}。", where=t.by_place("doubts-open", "条", HARD, most=len(t.names)))


def _help(t: Teller) -> Iterator[Said]:
    for figure, sentence in (
        ("without-help", "没有帮扶措施的{who}：{where}。"),
        ("unchecked", "有帮扶措施而本季度没有核查落实情况的：{where}。"),
    ):
        if t.some(figure):
            where = t.by_place(figure, "户", most=len(t.names))
            yield t.said(sentence, who=sentences.monitored(t), where=where)
    if not t.some("without-help") and not t.some("unchecked"):
        yield t.said("{who}都有帮扶措施，落实情况都已核查。", who=sentences.monitored(t))
