"""Where an application server of the site's own choice finds the application: `web.wsgi:create()`."""

from __future__ import annotations

from flask import Flask

from web import long_lived
from web.app import create_app
from web.settings import load
from web.site import NAME


def create() -> Flask:
    """The application of the settings in force."""
    app = create_app(load())
    long_lived.settle(app.extensions[NAME].db)
    return app
