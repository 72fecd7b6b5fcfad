"""Taking in a sheet that was sent, as a whole or not at all; what is wrong is told in the words of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from engine.errors import BadInput
from states.workbooks import BadWorkbook, Sheet, read
from web import only_once
from web.database import work
from web.uploaded import uploads
from web.words import fill, term


def take(headings: Iterable[str], act: Callable[[Session, Sheet], dict[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """Let `act` take in the sheet of the field `file`; answer what came of it, and everything that is wrong instead."""
    sent = uploads("file")
    if not sent:
        return {}, [_("请选择要导入的表格文件")]
    try:
        sheet = read(sent[0].data, sent[0].name, tuple(headings))
        with work() as db:
            return only_once.carry_out(db, lambda: act(db, sheet)), []
    except BadWorkbook as error:
        return {}, [fill(error.text, error.facts)]
    except BadInput as error:
        return {}, [f"{one.where} {term(one.reason)}" for one in error.problems]
