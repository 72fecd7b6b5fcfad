"""What several reports tell in the same words: the scale, the changes, the help, what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from publicity.reporting.draft import Said, Word
from publicity.reporting.telling import Teller
from states.lifecycle import ELIMINATED, LABELS, MONITORED
from states.notice_lines import MODES
from states.reports.moves import FREED
from states.reports.standing import WATCHED, states


def monitored(t: Teller) -> str:
    """What the plan of the place calls those monitored."""
    return states(t.asked).get(MONITORED, LABELS[MONITORED])


def until(t: Teller) -> str:
    """The day to which the figures tell."""
    day = t.asked.day
    return f"{day.year}年{day.month}月{day.day}日"


def scale(t: Teller) -> Iterator[Said]:
    """How many households there are, and how many of them are monitored."""
    yield t.said(
        "截至{day}，登记农户{homes}户{people}人{kinds}。",
        day=until(t),
        homes=t.n("registered"),
        people=t.n("registered-persons"),
        kinds=_among(t.by_part("registered", "户", "registered-persons")),
    )
    yield t.said(
        "现有{who}{homes}户{people}人{kinds}；风险已消除{free}户{freed}人。",
        who=monitored(t),
        homes=t.n("monitored", *WATCHED),
        people=t.n("monitored-persons", *WATCHED),
        kinds=_among(t.by_part("category", "户", "category-persons")),
        free=t.n("monitored", ELIMINATED),
        freed=t.n("monitored-persons", ELIMINATED),
    )


def _among(told: Said) -> Said:
    return (Word("，其中"), *told) if told else ()


def changes(t: Teller) -> Iterator[Said]:
    """What was decided in the period."""
    now = t.asked.period.now_words
    if t.some("decided"):
        yield t.said("{now}办结{told}。", now=now, told=t.by_part("decided", "户", "decided-persons"))
    else:
        yield t.said("{now}没有办结的纳入、消除和其他变动。", now=now)
    if t.some("taken-over"):
        yield t.said("承接全国系统在册对象{n}户。", n=t.n("taken-over"))
    if t.some("under-way"):
        yield t.said("正在办理{told}。", told=t.by_part("under-way", "户"))


def natural(t: Teller) -> Iterator[Said]:
    """How many people joined households and left them."""
    if t.some("joined") or t.some("left"):
        yield t.said("家庭人口自然增加{more}人、自然减少{less}人。", more=t.n("joined"), less=t.n("left"))


def helped(t: Teller) -> Iterator[Said]:
    """What help was planned and arrived."""
    now = t.asked.period.now_words
    if not t.some("planned") and not t.some("deliveries"):
        yield t.said("{now}没有登记帮扶措施和落实情况。", now=now)
        return
    yield t.said(
        "{now}执行帮扶措施{measures}项，已落实到{homes}户{times}次。",
        now=now,
        measures=t.n("measures"),
        homes=t.n("reached-by-any"),
        times=t.n("deliveries"),
    )
    if t.some("reached"):
        yield t.said("分种类看，{told}。", told=t.by_part("reached", "户"))


def lacking(t: Teller) -> Iterator[Said]:
    """What the data show to be open at the end of the period."""
    for figure, sentence in (
        ("steps-late", "超过办理时限的环节有{n}个，其中{where}。"),
        ("without-help", "没有帮扶措施的{who}有{n}户，其中{where}。"),
        ("doubts-open", "数据质量疑点尚未销号{n}条，其中{where}。"),
    ):
        if t.some(figure):
            unit = {"steps-late": "个", "without-help": "户"}.get(figure, "条")
            yield t.said(sentence, n=t.n(figure), who=monitored(t), where=t.by_place(figure, unit))


def how_freed(t: Teller) -> Iterator[Said]:
    """How many left the list because their risk or poverty is gone, and how they did it (HT14)."""
    for way in FREED:
        if t.some("decided", way):
            yield t.said(
                "{now}{way}{homes}户{people}人，其中{where}。",
                now=t.asked.period.now_words,
                way=t.label("decided", way),
                homes=t.n("decided", way),
                people=t.n("decided-persons", way),
                where=t.by_place("decided", "户", way),
            )
    if t.some("freed-modes", *MODES):
        yield t.said("从方式看，{told}。", told=t.by_part("freed-modes", "户"))
    if t.some("freed-helped"):
        yield t.said("从帮扶看，这些户得到的有{told}。", told=t.by_part("freed-helped", "户"))
    if t.some("freed-risks"):
        yield t.said(
            "从风险看，登记的风险已解决{n}项，其中{told}。", n=t.n("freed-risks"), told=t.by_part("freed-risks", "项")
        )
