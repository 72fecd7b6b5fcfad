"""The language of a page: the person's own setting, else the cookie, else what the browser prefers, else Chinese."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, redirect, request
from werkzeug.wrappers import Response

from states import users
from web.access import Anyone, access
from web.database import work
from web.extensions import babel
from web.safe import back_to
from web.site import site
from web.who import user

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE, A_YEAR = "language", 365 * 24 * 3600
FOLDER = Path(__file__).parent / "translations"
bp = Blueprint("languages", __name__)


def chosen() -> str:
    """The code of the language in force."""
    person = user()
    for code in (person.language if person else "", request.cookies.get(COOKIE, "")):
        if code in LANGUAGES:
            return code
    return request.accept_languages.best_match(list(LANGUAGES), "zh")


def init_app(app: Flask) -> None:
    """Choose a language for each request; compile the catalogues in a checkout."""
    compile_changed()
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    babel.init_app(app, default_locale="zh", locale_selector=chosen)
    app.jinja_env.globals.update(languages=LANGUAGES, language=chosen)


@bp.post("/language")
@access(Anyone.PUBLIC)
def choose() -> Response:
    """Switch the language, for this browser and for the account."""
    code = request.form.get("language", "")
    response = redirect(back_to(request.form.get("next")))
    if code in LANGUAGES:
        secure = site().settings.https
        response.set_cookie(COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
        if (person := user()) is not None:
            with work() as db:
                users.speak(db, person.id, code)
    return response


def compile_changed() -> None:
    """Bring the compiled catalogues up to date; an installed wheel carries them and is not touched."""
    for source in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_name(f".{os.getpid()}.mo")
        try:
            with source.open("rb") as po, draft.open("wb") as mo:
                write_mo(mo, read_po(po))
            draft.replace(target)
        except PermissionError:  # installed for reading only, and the clock of the copy is off: what is there serves
            return
