"""Drawings of the procedure."""

from __future__ import annotations

from publicity.documents.document import Document
from publicity.documents.flow_chart.values import FlowChart

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "flow_chart",
        "流程图",
        FlowChart,
        "在方案页打开一项办理的流程图，点“打印”",
        ("HT16",),
    ),
)
