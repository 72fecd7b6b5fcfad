"""The letters that an office can issue, by the name of their document, in the order of the work."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import NotFound
from publicity.letters.commitment import ACCURACY_COMMITMENT
from publicity.letters.household import DECLINE_NOTICE, TOWNSHIP_REVIEW
from publicity.letters.letter import Letter
from publicity.letters.objection import OBJECTION_ANSWER
from publicity.letters.permission import PERMISSION_REPLY, PERMISSION_REQUEST
from publicity.letters.review import JOINT_REVIEW_ANSWER, JOINT_REVIEW_REQUEST

LETTERS: Mapping[str, Letter] = {
    letter.document: letter
    for letter in (
        ACCURACY_COMMITMENT,
        PERMISSION_REQUEST,
        PERMISSION_REPLY,
        JOINT_REVIEW_REQUEST,
        JOINT_REVIEW_ANSWER,
        TOWNSHIP_REVIEW,
        DECLINE_NOTICE,
        OBJECTION_ANSWER,
    )
}


def letter_of(name: str) -> Letter:
    """The letter of this name; `NotFound`."""
    if name not in LETTERS:
        raise NotFound("letter", name)
    return LETTERS[name]


def offered(role: str) -> list[Letter]:
    """The letters that a post issues."""
    return [letter for letter in LETTERS.values() if role in letter.by]
