"""The catalogue of rules."""

from __future__ import annotations

from flask import render_template

from states.quality.rulebook import PROOFS, SEVERITIES, SUBJECTS, shipped
from states.roles import Permission
from web.access import Area, access
from web.quality.blueprint import bp


@bp.get("/rules")
@access(Permission.READ_PACKS, Area.NONE)
def rules() -> str:
    """Show every rule of this edition by topic: what it looks for, what to check, what proves a correction."""
    book, topics = shipped(), dict[str, list[object]]()
    for rule in book.rules:
        topics.setdefault(rule.topic, []).append(rule)
    return render_template(
        "quality/rules.html", topics=topics, book=book, severities=SEVERITIES, subjects=SUBJECTS, proofs=PROOFS
    )
