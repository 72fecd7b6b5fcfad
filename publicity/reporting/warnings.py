"""核实风险预警线索情况报告: what was reported and by whom, what was found, what is still open (BZ06, XZ01, HN03)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publicity.reporting.draft import Column, Part, Said, Table, Word
from publicity.reporting.telling import Teller
from states.leads.channels import SOURCES
from states.leads.lead import ANALYSED, CLOSED, CONFIRMED, RECEIVED


def parts(t: Teller) -> Sequence[Part]:
    """What the report tells, and what people are asked to add."""
    return (
        Part("received", "线索收到情况", list(_received(t))),
        Part("followed", "核实和处置情况", list(_followed(t)), "核实中发现的主要问题、典型情况"),
        Part("open", "尚未办结的线索", list(_open(t)), "没有办结的原因，由谁办、什么时候办结"),
        Part("next", "下一步工作", asks="下一步怎样排查预警、怎样和部门衔接"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """The leads by place and state, and the reports by channel."""
    columns = (
        Column("收到反映（次）"), Column("线索（条）"), Column("待分析"), Column("待确认"), Column("进入程序"),
        Column("了结"), Column("没有答复（次）"),
    )  # fmt: skip

    def cells(place: str) -> Iterable[Word]:
        yield t.n("leads-reported", place=place)
        yield t.n("leads", place=place)
        for state in (RECEIVED, ANALYSED, CONFIRMED, CLOSED):
            yield t.n("leads-standing", state[0], place=place)
        yield t.n("leads-unanswered", place=place)

    return t.table("风险预警线索核实情况统计表", columns, cells, wide=True), _by_channel(t)


def _by_channel(t: Teller) -> Table:
    """The reports by channel, all of them also where there were none."""
    rows = [(Word(title), t.n("leads-reported", code)) for code, title in SOURCES.items() if _tells(t, code)]
    total = (Word("合计"), t.n("leads-reported"))
    return Table("线索来源统计表", (Column("线索来源"), Column("反映（次）")), (*rows, total))


def _tells(t: Teller, code: str) -> bool:
    return code != "petition" or bool(t.some("leads-reported", code))


def _received(t: Teller) -> Iterator[Said]:
    now = t.asked.period.now_words
    if not t.some("leads-reported"):
        yield t.said("{now}没有收到风险预警线索。", now=now)
        return
    yield t.said(
        "{now}收到反映{n}次，并为线索{leads}条（一户一条），其中{told}。",
        now=now, n=t.n("leads-reported"), leads=t.n("leads"), told=t.by_part("leads-reported", "次"),
    )  # fmt: skip
    if t.some("leads-pushed"):
        yield t.said("部门推送的有{told}。", told=t.by_part("leads-pushed", "次"))


def _followed(t: Teller) -> Iterator[Said]:
    if t.some("leads-standing", CONFIRMED[0]):
        n = t.n("leads-standing", CONFIRMED[0])
        yield t.said("审核确认、进入程序{n}条，分布在{where}。", n=n, where=_where(t, CONFIRMED[0]))
    if t.some("leads-closed"):
        yield t.said("核实后了结{n}条，其中{told}。", n=t.n("leads-closed"), told=t.by_part("leads-closed", "条"))
    if not t.some("leads-followed"):
        yield t.said("{now}没有办结的线索。", now=t.asked.period.now_words)


def _open(t: Teller) -> Iterator[Said]:
    for state, sentence in (
        (RECEIVED, "还没有入户核实的{n}条，在{where}。"),
        (ANALYSED, "已入户、待乡镇确认的{n}条，在{where}。"),
    ):
        if t.some("leads-standing", state[0]):
            yield t.said(sentence, n=t.n("leads-standing", state[0]), where=_where(t, state[0]))
    if t.some("leads-unanswered"):
        told = t.by_part("leads-unanswered", "次")
        yield t.said("还没有答复反映人的{n}次，其中{told}。", n=t.n("leads-unanswered"), told=told)


def _where(t: Teller, state: str) -> Said:
    return t.by_place("leads-standing", "条", state)
