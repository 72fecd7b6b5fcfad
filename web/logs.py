"""One JSON line per request, with no personal data: the route's template, not the address; a number, not a name."""

from __future__ import annotations

import logging
import secrets
import sys
import time
import traceback
from contextlib import suppress
from types import TracebackType

import structlog
from flask import Flask, Response, g, has_app_context, request

from web.access import FILES
from web.who import user

log = structlog.get_logger()


class StandardError:
    """Writes lines to standard error as it is at that moment; a full or closed one stops no request."""

    def msg(self, message: str) -> None:
        """Write one line."""
        with suppress(OSError, ValueError):
            sys.stderr.write(message + "\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


def configure(level: str) -> None:
    """Write JSON lines to standard error."""
    least = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: StandardError(),
    )


def init_app(app: Flask) -> None:
    """Number each request and log how it ended."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id, g.began = secrets.token_hex(8), time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint not in FILES:
        person = user()
        log.info(
            "request",
            id=g.get("request_id"),
            method=request.method,
            path=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
            user=person.id if person else None,
        )
    return response


def failure(error: BaseException) -> None:
    """Log a mistake of ours: kinds and places, never the message, which may quote a row."""
    chain: list[str] = []
    link: BaseException | None = error
    while link is not None:
        chain.append(type(link).__qualname__)
        link = link.__cause__ or link.__context__
    number = g.get("request_id") if has_app_context() else None
    log.error("failure", id=number, kinds=chain, places=places(error.__traceback__))


def places(trace: TracebackType | None) -> list[str]:
    """Where it happened, innermost last."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)][-12:]
