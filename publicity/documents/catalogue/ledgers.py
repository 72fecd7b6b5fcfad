"""Ledgers and books that are kept on paper."""

from __future__ import annotations

from publicity.documents.document import Document
from publicity.documents.household_file.values import HouseholdFile

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "household_file",
        "一户一档",
        HouseholdFile,
        "建档、交接、迎检时，在户的页面点“一户一档”；一个村的在“数据 → 档案”里一次做好",
        ("XZ08", "HT15", "DB04"),
    ),
)
