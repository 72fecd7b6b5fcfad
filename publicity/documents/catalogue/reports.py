"""Reports and circulars drafted from the data."""

from __future__ import annotations

from publicity.documents.adjustment_table.values import AdjustmentTable
from publicity.documents.annual_summary.values import AnnualSummary
from publicity.documents.document import Document
from publicity.documents.progress_circular.values import ProgressCircular
from publicity.documents.quarterly_statistics.values import QuarterlyStatistics
from publicity.documents.risk_report.values import RiskReport
from publicity.documents.scale_table.values import ScaleTable
from publicity.documents.warning_report.values import WarningReport

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "quarterly_statistics",
        "季度统计表",
        QuarterlyStatistics,
        "每季度结束后5个工作日内，在“报告”选季度统计表，看过草稿后印发",
        ("BZ08",),
    ),
    Document(
        "scale_table",
        "规模统计表",
        ScaleTable,
        "每季度摸底排查结束后，在“报告”选规模统计表，看过草稿后印发",
        ("BZ01",),
    ),
    Document(
        "risk_report",
        "风险化解情况报告",
        RiskReport,
        "每季度结束后5个工作日内，在“报告”选风险化解情况报告，看过草稿后印发",
        ("BZ11",),
    ),
    Document(
        "progress_circular",
        "进度和质量通报",
        ProgressCircular,
        "开调度会议以前，在“报告”选进度和质量通报，看过草稿后印发",
        ("TZ27",),
    ),
    Document(
        "annual_summary",
        "年度工作总结",
        AnnualSummary,
        "方案的总结阶段，在“报告”选年度工作总结，补写做法、问题和打算后印发",
        ("TZ22", "HT14"),
    ),
    Document(
        "adjustment_table",
        "动态调整汇总表",
        AdjustmentTable,
        "上报动态调整对象汇总数据时，在“报告”选动态调整汇总表，看过草稿后印发",
        ("XZ15", "XZ20", "XZ21"),
    ),
    Document(
        "warning_report",
        "核实风险预警线索情况报告",
        WarningReport,
        "每月20日前乡镇、25日前县，在“报告”选核实风险预警线索情况报告，看过草稿后印发",
        ("BZ06",),
    ),
)
