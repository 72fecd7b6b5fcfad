"""Reports and circulars drafted from the data."""

from __future__ import annotations

from publicity.documents.document import Document

DOCUMENTS: tuple[Document, ...] = ()
