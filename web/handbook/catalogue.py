"""The documents the program prints, family by family: what brings each out, and how it looks."""

from __future__ import annotations

from base64 import b64encode

from engine.words import N_
from publicity.documents import FAMILIES, Document, preview
from publicity.pictures import SMALL, picture

TITLES = {
    "notices": N_("公示和公告"),
    "forms": N_("农户填写、签字的表"),
    "letters": N_("函件和签批件"),
    "ledgers": N_("台账和会议记录"),
    "reports": N_("通报和报告"),
    "charts": N_("图表"),
}


def families() -> list[tuple[str, tuple[Document, ...]]]:
    """The families that have documents, with their titles in Chinese."""
    return [(TITLES[name], documents) for name, documents in FAMILIES.items() if documents]


def drawn() -> dict[str, str]:
    """The first page of every document as an address that holds the picture itself, for reading offline."""
    return {
        document.name: f"data:image/png;base64,{b64encode(picture(preview(document.name), 1, SMALL)).decode()}"
        for _, documents in families()
        for document in documents
    }
