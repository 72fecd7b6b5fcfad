"""The printed documents, one folder each: template, style, sample, and the model of the values it takes."""

from publicity.documents.document import Document
from publicity.documents.registry import DOCUMENTS, FAMILIES, Printed, find, preview, render

__all__ = ["DOCUMENTS", "FAMILIES", "Document", "Printed", "find", "preview", "render"]
