"""Who is signed in, as the views see it."""

from __future__ import annotations

from datetime import datetime

import flask_login
from flask import Flask, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

import engine.db
import states.users
from engine.actors import Actor
from states import instance, regions, tokens
from states.users import User
from web import now
from web.site import site

SEEN = "seen"
manager = flask_login.LoginManager()


class SignedIn:
    """A person in a session, as Flask-Login wants it; the id holds the token, so a new token ends all sessions."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """The account and the token that the session stands on."""
        return f"{self.user.id}:{self.user.token}"


def init_app(app: Flask) -> None:
    """Teach the application who people are."""
    manager.session_protection = None  # telephones change address on the road; the idle time and the token protect
    manager.user_loader(_load)
    manager.request_loader(_load_bearer)
    manager.init_app(app)
    app.before_request(_end_idle_session)


def enter(person: User, at: datetime) -> None:
    """Begin a session, with nothing left over from before."""
    session.clear()
    flask_login.login_user(SignedIn(person))
    session[SEEN] = at.timestamp()


def leave() -> None:
    """End this session."""
    flask_login.logout_user()
    session.clear()


def user() -> User | None:
    """The account signed in."""
    person = flask_login.current_user
    return person.user if isinstance(getattr(person, "user", None), User) else None


def signed_in() -> User:
    """The account signed in, in a view that asked for one."""
    person = user()
    if person is None:
        raise Unauthorized
    return person


def actor() -> Actor:
    """The identity under which the person signed in acts."""
    return states.users.actor(signed_in())


def login_needed() -> Response:
    """The way to the sign-in page and back; a program gets 401."""
    if wants_json():
        raise Unauthorized
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.form", next=back if back != "/" else None))


def wants_json() -> bool:
    """Whether the answer is for a program."""
    best = request.accept_mimetypes.best_match(
        ["text/html", "application/json", "application/problem+json"], "text/html"
    )
    return request.path.startswith("/api/") or best != "text/html"


def holder(key: str) -> User | None:
    """The account that a session's id stands for, while it is open and its token is in force."""
    number, _colon, token = key.partition(":")
    if not number.isdecimal():
        return None
    with engine.db.reading(site().db) as db:
        person = states.users.in_session(db, int(number), token)
        if person is not None:  # what every page's frame shows comes with the same look
            g.days_ahead = instance.days_ahead(db) if site().training else 0
            g.area_name = regions.full_name(db, person.area, above=person.area[:4]) or person.area
        return person


def is_api() -> bool:
    """Whether the request is a program's: there a token speaks, and no cookie is listened to."""
    return request.path.startswith("/api/")


def bearer_text() -> str:
    """The token that came with the request, or nothing."""
    given = request.authorization
    return given.token or "" if given is not None and given.type == "bearer" else ""


def _load_bearer(_request: object) -> SignedIn | None:
    """The account behind a token; one whose password has to be changed first can do nothing with it."""
    if not is_api() or not bearer_text():
        return None
    at = now.wall()
    with engine.db.reading(site().db) as db:
        person = tokens.holder(db, bearer_text(), at)
    if person is None or person.must_change or person.password_is_older_than(site().settings.password_days, at):
        return None
    return SignedIn(person)


def _load(key: str) -> SignedIn | None:
    if is_api():
        return None
    found = holder(key)
    return SignedIn(found) if found else None


def _end_idle_session() -> None:
    """Sign out who did nothing for too long; note who did something."""
    if is_api() or SEEN not in session or request.endpoint is None or request.endpoint.endswith("static"):
        return
    at, idle = now.wall().timestamp(), site().settings.idle_minutes * 60
    if at - session[SEEN] > idle:
        leave()
        flash(_("超过%(minutes)s分钟没有操作，已退出登录", minutes=site().settings.idle_minutes), "warning")
    elif at - session[SEEN] > 20:  # not every picture needs a new cookie
        session[SEEN] = at
