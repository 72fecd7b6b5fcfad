"""One application from one set of settings."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine, inspect
from werkzeug.middleware.proxy_fix import ProxyFix

import engine.db
from states import instance
from web import access, account, bounds, errors, headers, languages, layout, logs, once, site, who, words
from web.api import description
from web.api.routes import api
from web.extensions import bootstrap, csrf, limiter
from web.listings import handing_out
from web.pages import BLUEPRINTS
from web.secret_key import secret_key
from web.settings import Settings, SettingsError


def create_app(settings: Settings, db: Engine | None = None) -> Flask:
    """The application for an installed database.

    Raises:
        SettingsError: the database is not set up yet, or a real instance has no secret key.
    """
    db = db or engine.db.connect(settings.database, full=settings.full_sync)
    training = _is_training(db)
    if settings.fonts:
        os.environ["SHOUXIAN_FONTS"] = settings.fonts  # the printers are processes of their own and read it there
    app = description.application("web")
    app.config.update(_configuration(settings, secret_key(settings, training=training)))
    site.attach(app, site.Site(settings, db, training))
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    logs.configure(settings.log_level)
    logs.init_app(app)
    bounds.init_app(app)
    who.init_app(app)
    app.before_request(access.check)
    app.before_request(bounds.refuse_nul)
    app.before_request(account.insist_on_new_password)
    for extension in (csrf, limiter, bootstrap):
        extension.init_app(app)
    headers.init_app(app, https=settings.https)
    for part in (languages, words, once, layout, errors):
        part.init_app(app)
    handing_out.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(description.bp)
    app.register_api(api)
    access.refuse_undeclared(app)
    return app


def _is_training(db: Engine) -> bool:
    if not inspect(db).has_table(instance.Setting.__tablename__):
        raise SettingsError("数据库还没有建立，请先运行：shouxian init")
    with engine.db.reading(db) as session:
        return instance.is_training(session)


def _configuration(settings: Settings, key: str) -> dict[str, object]:
    return {
        "SECRET_KEY": key,
        "SESSION_COOKIE_NAME": "shouxian",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,  # ten thousand ticked boxes
        "MAX_FORM_PARTS": 20_000,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session, which ends by itself
        "WTF_CSRF_SSL_STRICT": settings.https,
        "RATELIMIT_STORAGE_URI": settings.limits_storage,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "SEND_FILE_MAX_AGE_DEFAULT": 24 * 3600,
    }
