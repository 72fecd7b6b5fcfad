"""Signing in as a program: a token for a password, good for half a day."""

from __future__ import annotations

from datetime import datetime

from flask import Response, request
from flask_babel import gettext as _
from pydantic import Field
from sqlalchemy.orm import Session
from werkzeug.exceptions import Unauthorized

from engine.errors import Refused
from engine.guards import Blocker
from engine.words import N_
from states import passwords, second_factor, sign_ins, tokens, users
from states.sign_ins import Result
from states.users import User
from web import errors, now
from web.access import Anyone, access
from web.api.answers import Answer, answer
from web.api.blueprint import bp
from web.api.shapes import Body
from web.database import reading, work
from web.extensions import limiter, sign_in_limit
from web.site import site
from web.who import bearer_text


class SignIn(Body):
    """User name and password; `code` is the second factor's, for accounts that have one."""

    username: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")
    password: str = Field(min_length=1, max_length=passwords.LONGEST)
    code: str = Field(default="", max_length=10, pattern=r"^[0-9 ]*$")


class Token(Answer):
    """A token, shown this once, and when it is over."""

    token: str
    expires_at: datetime


@bp.post("/tokens", responses={201: Token}, security=[])
@limiter.limit(sign_in_limit)
@access(Anyone.PUBLIC)
def issue(body: SignIn) -> Response:
    """Sign in and receive a token."""
    with reading() as db:
        person = users.named(db, body.username)
    matched = passwords.matches(person.password_hash if person else None, body.password)
    at, refused = now.wall(), False
    with work() as db:
        result = _settled(db, person, matched, body.code, at)
        if person is None or result is not Result.WELCOME:
            refused = True  # the failed attempt is on record, so the transaction has to end well
        elif person.must_change or person.password_is_older_than(site().settings.password_days, at):
            text = N_("密码是一次性的或已过期，请先在网页上登录并更改密码")
            raise Refused("token", [Blocker("password-change-needed", text)])
        else:
            text_, kept = tokens.issue(db, users.get(db, person.id, users.actor(person)), at)
    if refused:
        told = errors.Answer(401, "not-signed-in", _("没有领到令牌"), _("用户名、密码或动态验证码不对，或账号已锁定。"))
        raise Unauthorized(response=errors.problem(told))
    return answer(Token(token=text_, expires_at=kept.expires_at), 201)


@bp.delete("/tokens/current", responses={204: None})
@access(Anyone.SIGNED_IN)
def revoke() -> Response:
    """End the token that is being used."""
    with work() as db:
        tokens.revoke(db, bearer_text(), now.wall())
    return Response(status=204)


def _settled(db: Session, person: User | None, matched: bool, code: str, at: datetime) -> Result:
    address = request.remote_addr or ""
    result = sign_ins.settle(db, person.id if person else None, matched, address, at)
    if result is not Result.SECOND_STEP or person is None:
        return result
    step = second_factor.step_of(person.totp_secret, code, at) if code else None
    return sign_ins.settle_code(db, person.id, step, address, at)
