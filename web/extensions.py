"""The Flask extensions that views refer to by name."""

from __future__ import annotations

from flask import session
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

from web.site import site

babel = Babel()
bootstrap = Bootstrap5()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


def sign_in_limit() -> str:
    """How often one address may try to sign in: an office shares one address."""
    return f"{site().settings.sign_ins_per_minute} per minute"


def api_limit() -> str:
    """How often one account may call from a program."""
    return f"{site().settings.api_calls_per_minute} per minute"


def public_form_limit() -> str:
    """How often one visitor may send a form that needs no account."""
    return f"{site().settings.public_forms_per_minute} per minute"


def public_address_limit() -> str:
    """The same of one address, which a whole village may share; five times as much in an hour."""
    most = site().settings.public_forms_per_address
    return f"{most} per minute;{5 * most} per hour"


def visitor() -> str:
    """Who looks at the public board: an address, and the token in the cookie without which no form is taken."""
    return f"{get_remote_address()} {session.get('csrf_token', '')}"
