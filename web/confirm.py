"""Asking once more before an act: a page of its own, so that it works without JavaScript."""

from __future__ import annotations

from flask import render_template


def ask(title: str, text: str, button: str, back: str, *, danger: bool = False, points: tuple[str, ...] = ()) -> str:
    """The page that asks; its button posts to its own address.

    `text` says what will happen, `points` lists it one by one, `back` is where "no" leads.
    """
    return render_template(
        "confirm.html", title=title, text=text, button=button, back=back, danger=danger, points=points
    )
