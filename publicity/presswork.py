"""A lot of one kind of paper shared out among the presses, each of which prints its share together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from publicity.documents.together import Together
from publicity.drawing import forms
from publicity.errors import PrintFailed

PRESSES = 2
Press = Callable[[str, Sequence[Mapping[str, Any]]], Together]
"""Prints one document for many."""


def print_lot(press: Press, name: str, many: Sequence[Mapping[str, Any]]) -> list[Together]:
    """What the presses made of their shares, in order; a paper over which a press failed holds up no other one."""
    size = -(-len(many) // PRESSES)
    shares = [many[at : at + size] for at in range(0, len(many), size)] if many else []
    with ThreadPoolExecutor(PRESSES) as hands:  # they only wait: the presses are processes of their own
        return list(hands.map(lambda share: _print(press, name, share), shares))


def _print(press: Press, name: str, share: Sequence[Mapping[str, Any]]) -> Together:
    try:
        return press(name, share)
    except PrintFailed as fault:
        if len(share) == 1:
            return Together((fault,), b"")
    half = len(share) // 2  # one of them ran wild: the halves show which
    parts = [_print(press, name, share[:half]), _print(press, name, share[half:])]
    return Together(parts[0].papers + parts[1].papers, forms.joined([part.whole for part in parts]))
