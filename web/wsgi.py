"""Where an application server of the site's own choice finds the application: `web.wsgi:create()`."""

from __future__ import annotations

from flask import Flask

from web.app import create_app
from web.settings import load


def create() -> Flask:
    """The application of the settings in force."""
    return create_app(load())
