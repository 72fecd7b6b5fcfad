"""Ledgers and books that are kept on paper."""

from __future__ import annotations

from publicity.documents.document import Document

DOCUMENTS: tuple[Document, ...] = ()
