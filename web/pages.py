"""Every group of pages of the application, in one list."""

from __future__ import annotations

from flask import Blueprint

from web import account, areas, health, home, languages, people, practice, second_step, sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    sign_in.bp,
    second_step.bp,
    account.bp,
    people.bp,
    areas.bp,
    practice.bp,
    languages.bp,
    health.bp,
)
