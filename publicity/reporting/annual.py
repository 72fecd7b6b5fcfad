"""年度工作总结: what was done, how many left the list and how, what is open, what comes next (TZ22, HT14, XZ20)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publicity.reporting import attachments, sentences
from publicity.reporting.draft import Part, Said, Table
from publicity.reporting.telling import Teller
from states.reports.moves import FREED


def parts(t: Teller) -> Sequence[Part]:
    """The parts that the plan asks for: what was done, experience, analysis, difficulties, and what comes next."""
    work = [*sentences.scale(t), *sentences.changes(t), *sentences.natural(t), *_outside(t)]
    freed = "、".join(dict.fromkeys(t.label("decided", way) for way in FREED if t.some("decided", way)))
    return (
        Part("work", "工作开展情况", work, "组织领导、培训、入户采集等工作"),
        Part("freed", f"{freed}情况" if freed else "", list(sentences.how_freed(t)) if freed else ()),
        Part("help", "帮扶措施落实情况", list(sentences.helped(t))),
        Part("practice", "主要做法和经验", asks="经验做法、典型"),
        Part("situation", "数据分析和形势研判", list(_situation(t)), "对数字的分析，对形势的判断"),
        Part("problems", "存在的困难和问题", list(sentences.lacking(t)), "困难、问题和原因"),
        Part("next", "下一步工作安排", asks="下一步做什么、由谁负责、什么时候完成"),
    )


def tables(t: Teller) -> Sequence[Table]:
    """The scale, the adjustments, natural changes and the help."""
    return attachments.scale(t), attachments.changes(t), attachments.natural(t), attachments.help_by_kind(t)


def _outside(t: Teller) -> Iterator[Said]:
    if t.some("leads"):
        told, followed = t.by_part("leads", "条"), t.n("leads-followed")
        yield t.said("收到预警线索{n}条（{told}），已处置{followed}条。", n=t.n("leads"), told=told, followed=followed)
    if t.some("notices"):
        yield t.said("张贴公示公告{n}份，其中{told}。", n=t.n("notices"), told=t.by_part("notices", "份"))
    if t.sees("objections") and t.some("objections"):
        settled = t.n("objections-settled")
        yield t.said("收到异议{n}件，已办结{settled}件。", n=t.n("objections"), settled=settled)


def _situation(t: Teller) -> Iterator[Said]:
    if t.some("risks-found") or t.some("risks-settled"):
        now, found, settled = t.asked.period.now_words, t.n("risks-found"), t.n("risks-settled")
        yield t.said("{now}新发现风险{found}项，化解{settled}项。", now=now, found=found, settled=settled)
    if t.some("risks-open"):
        told, where = t.by_part("risks-open", "项"), t.by_place("risks-open", "项")
        yield t.said("尚未化解的风险{n}项，其中{told}；分布在{where}。", n=t.n("risks-open"), told=told, where=where)
