"""What can be issued, and the form of one kind of letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from engine.errors import BadInput, Refused
from publicity.documents.registry import find
from publicity.errors import PublicityError
from publicity.letters.catalogue import letter_of, offered
from publicity.letters.letter import Asking, Letter
from states.issued import desk
from states.issued.paper import Paper
from states.roles import Permission
from web import now, tools, who
from web.access import Area, access
from web.database import reading
from web.issued.blueprint import bp
from web.words import term


@bp.get("/new")
@access(Permission.ISSUE, Area.LIST)
def choose() -> str:
    """List what this post issues, with when it is issued."""
    kinds = [find(letter.document) for letter in offered(who.actor().role)]
    return render_template("issued/choose.html", kinds=kinds)


@bp.get("/new/<name>")
@access(Permission.ISSUE, Area.RECORD)
def ask(name: str) -> str:
    """Show the form, filled in as far as the database knows."""
    letter = letter_of(name)
    if who.actor().role not in letter.by:
        abort(403)
    with reading() as db:
        asking = asked(db, letter, request.args)
        given = {**asking.given, **letter.starts_with(asking)}
    return page(letter, given)


@bp.get("/<int:paper_id>/edition")
@access(Permission.ISSUE, Area.RECORD)
def again(paper_id: int) -> str:
    """Show the form as it was filled in, for a new edition."""
    with reading() as db:
        old = desk.find(db, paper_id, who.actor()).paper
    return page(letter_of(old.document), old.stands_for.get("params", {}), old=old)


def asked(db: Session, letter: Letter, given: Mapping[str, str]) -> Asking:
    """What was filled in, by whom and when."""
    known = {one.name: given.get(one.name, "") for one in letter.fields}
    return Asking(db, tools.book(), {name: said for name, said in known.items() if said}, who.actor(), now.now())


def page(
    letter: Letter, given: Mapping[str, str], error: Exception | None = None, old: Paper | None = None, reason: str = ""
) -> str:
    """The form of a letter with what was filled in and what speaks against it."""
    with reading() as db:
        choices = letter.choices(asked(db, letter, given))
    return render_template(
        "issued/ask.html", letter=letter, document=find(letter.document), given=given, choices=choices, old=old,
        reason=reason, **faults(error),
    )  # fmt: skip


def faults(error: Exception | None) -> dict[str, Any]:
    """What the form says of an error: by field, as reasons, or as one sentence."""
    told: dict[str, Any] = {"problems": {}, "blockers": (), "fault": ""}
    if isinstance(error, BadInput):
        told["problems"] = {one.where: term(one.reason) for one in error.problems}
    elif isinstance(error, Refused):
        told["blockers"] = error.blockers
    elif isinstance(error, PublicityError):
        told["fault"] = str(error)
    return told
