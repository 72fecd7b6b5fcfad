"""The group of all routes for programs: by token only, at a measured pace, every refusal as problem+json."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_limiter.util import get_remote_address
from flask_openapi.blueprint import APIBlueprint

from web.extensions import api_limit, csrf, limiter
from web.who import user

PROBLEMS = {
    401: "No token, or one that is over.",
    403: "The account's post may not do this.",
    404: "No such thing, or none in the account's area.",
    409: "The act exists, but there are reasons against it: all of them are listed.",
    422: "What was sent cannot be taken; each problem names its place.",
    429: "Too many requests.",
}
SECURITY: list[dict[str, list[Any]]] = [{"token": []}]


def _problem(text: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": text, "content": {"application/problem+json": schema}}


bp = APIBlueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    abp_security=SECURITY,
    abp_responses={status: _problem(text) for status, text in PROBLEMS.items()},
)
csrf.exempt(bp)  # no cookie is listened to here, so no other site can make a browser speak for somebody


def _whose() -> str:
    """Each account has its own measure; strangers share that of their address."""
    person = user()
    return f"account:{person.id}" if person else str(get_remote_address())


limiter.limit(api_limit, key_func=_whose)(bp)


@bp.after_request
def _name_the_way_in(response: Response) -> Response:
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
