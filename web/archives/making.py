"""What makes households' files here: the file store, the presses, the rules, and the words of the ledger's entries."""

from __future__ import annotations

from publicity.dossiers.making import Maker
from web import tools
from web.cases.entries import told


def maker() -> Maker:
    """The maker of the application."""
    return Maker(tools.store(), tools.typeset, tools.book(), told)
