"""Letters from one office to another, and what an office signs."""

from __future__ import annotations

from publicity.documents.document import Document

DOCUMENTS: tuple[Document, ...] = ()
