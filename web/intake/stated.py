"""What the clerk states beside a file: read from the form, with what is missing or cannot be."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from web.intake.ways import Way

LONGEST = 200


def read(way: Way) -> tuple[dict[str, str], dict[str, str]]:
    """What was stated, and the problems by field."""
    told: dict[str, str] = {}
    problems: dict[str, str] = {}
    for ask in way.asks:
        written = request.form.get(ask.name, "").strip()[:LONGEST]
        if (ask.must and not written) or (written and ask.choices and written not in ask.choices):
            problems[ask.name] = _("请从列表中选择")
        elif written and not ask.fits(written):
            problems[ask.name] = _("写法不对，请照下面的样子写")
        elif written:
            told[ask.name] = written
    return told, problems
