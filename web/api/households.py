"""Finding households by a name, its pinyin or initials, an identity number or a household number."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from states.roles import Permission
from states.search import Hit, Place, search
from web import who
from web.access import Area, access
from web.api import cursors
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import Cursor, Limit, Query
from web.database import reading


class SearchQuery(Query):
    """What to look for."""

    q: str = Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f]+$")
    after: Cursor = ""
    limit: Limit = 20


class Person(Answer):
    """A person found, with the household."""

    name: str
    here: bool
    case_id: int
    number: str
    head: str
    area: str


class Found(Answer):
    """A page of people; `next` goes on, null at the end."""

    items: list[Person]
    next: str | None


@bp.get("/households", responses={200: Found})
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def households(query: SearchQuery) -> Response:
    """Find people and their households in the account's area."""
    place = cursors.read(query.after, str, str, int)
    with reading() as db:
        found = search(db, who.actor(), query.q, query.limit, Place(*place) if place else None)
    end = cursors.written(found.after.column, found.after.value, found.after.member_id) if found.after else None
    return answer(Found(items=[_person(hit) for hit in found.hits], next=end))


def _person(hit: Hit) -> Person:
    return Person(
        name=hit.name,
        here=hit.is_here,
        case_id=hit.case_id,
        number=hit.number,
        head=hit.head_name,
        area=hit.group_code,
    )
