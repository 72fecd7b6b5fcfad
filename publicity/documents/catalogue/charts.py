"""Drawings of the procedure, and pictures of figures."""

from __future__ import annotations

from publicity.documents.document import Document
from publicity.documents.figures_sheet.values import FiguresSheet
from publicity.documents.flow_chart.values import FlowChart

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "flow_chart",
        "流程图",
        FlowChart,
        "在方案页打开一项办理的流程图，点“打印”",
        ("HT16",),
    ),
    Document(
        "figures_sheet",
        "调度图表",
        FiguresSheet,
        "开调度会议以前，在“调度图表”点“打印调度图表”",
        ("TZ27", "HN08", "HN11"),
    ),
)
