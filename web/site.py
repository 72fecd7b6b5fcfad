"""What one application stands on: its settings, its database, and whether it is for practice."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy import Engine

from web.settings import Settings

NAME = "shouxian"


@dataclass(frozen=True, slots=True)
class Site:
    """An installation as its application sees it."""

    settings: Settings
    db: Engine
    training: bool


def attach(app: Flask, found: Site) -> None:
    """Give an application what it stands on."""
    app.extensions[NAME] = found


def site() -> Site:
    """What the present application stands on."""
    found: Site = current_app.extensions[NAME]
    return found
