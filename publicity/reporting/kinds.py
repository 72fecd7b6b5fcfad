"""The kinds of report: what each is called, which period is its own, by when it is due, and what draws it up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.errors import NotFound
from engine.words import N_
from engine.workdays import Calendar
from publicity.reporting import adjustments, annual, circular, quarterly, risk, scale, warnings
from publicity.reporting.draft import Part, Table
from publicity.reporting.telling import Teller
from states.help.quarters import quarter_of, report_due_on
from states.packs.loader import Pack
from states.reports.figure import Asked
from states.reports.period import Period, of_month, of_quarter, of_year

DATED = re.compile(r"^.*?\d{4}年度?")
COMMON = "防止返贫动态监测和帮扶"
SUMMARY = "summary"
"""The phase of a plan in which the year's work is summed up."""
SUMMED_UP = ("annual", "adjustments")
"""The reports that are due by its end."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report; `document` is how it is printed, `stem` what its number has after the office's name.

    `title` is its title after place and period, {campaign} being what the plan in force calls the year's work.
    """

    name: str
    label: str
    document: str
    title: str
    stem: str
    usual: Callable[[date], Period]
    parts: Callable[[Teller], Sequence[Part]]
    tables: Callable[[Teller], Sequence[Table]]
    downwards: bool = False


def _last_quarter(today: date) -> Period:
    return of_quarter(quarter_of(today).previous)


def _this_quarter(today: date) -> Period:
    return of_quarter(quarter_of(today))


def _year(today: date) -> Period:
    """This year's, or in January, when the year is summed up, the one that is over."""
    return of_year(today.year - (today.month == 1))


KINDS: Mapping[str, Kind] = {
    one.name: one
    for one in (
        Kind(
            "quarterly", N_("季度统计表"), "quarterly_statistics", "防止返贫动态监测和帮扶情况统计报告", "报",
            _last_quarter, quarterly.parts, quarterly.tables,
        ),
        Kind(
            "scale", N_("规模统计表"), "scale_table", "摸底排查农户规模统计报告", "报",
            _last_quarter, scale.parts, scale.tables,
        ),
        Kind(
            "risk", N_("风险化解情况报告"), "risk_report", "返贫致贫风险化解情况报告", "报",
            _last_quarter, risk.parts, risk.tables,
        ),
        Kind(
            "circular", N_("进度和质量通报"), "progress_circular", "{campaign}工作进度和质量的通报", "通",
            _this_quarter, circular.parts, circular.tables, downwards=True,
        ),
        Kind(
            "annual", N_("年度工作总结"), "annual_summary", "{campaign}工作总结报告", "报",
            _year, annual.parts, annual.tables,
        ),
        Kind(
            "adjustments", N_("动态调整汇总表"), "adjustment_table", "动态调整情况汇总报告", "报",
            _year, adjustments.parts, adjustments.tables,
        ),
        Kind(
            "warnings", N_("核实风险预警线索情况报告"), "warning_report", "核实风险预警线索情况报告", "报",
            of_month, warnings.parts, warnings.tables,
        ),
    )
}  # fmt: skip


def find(name: str) -> Kind:
    """A kind of report; raises `NotFound`."""
    if name not in KINDS:
        raise NotFound("report", name)
    return KINDS[name]


def campaign(plan: Pack | None) -> str:
    """What a plan calls the work: its own title without place, year and what is only the plan's."""
    if plan is None:
        return COMMON
    return DATED.sub("", plan.file.pack.title).removesuffix("一般程序")


def due_on(kind: Kind, asked: Asked, calendar: Calendar) -> date | None:
    """By which day the report is due; None where neither the rules nor the plan in force say so.

    A quarter's is due on the fifth working day after it, a year's when the plan's phase of summing up ends.
    """
    if kind.name in ("quarterly", "risk"):
        return report_due_on(quarter, calendar) if (quarter := asked.period.quarter) else None
    phases = asked.plan.file.phase if kind.name in SUMMED_UP and asked.plan else ()
    return next((one.until for one in phases if one.name == SUMMARY), None)
