"""Searching the answers: by the words of the question, and where none has all of them, by what is most alike."""

from __future__ import annotations

from functools import cache

from web.handbook.answers import Answer, answers

MOST = 50
ALIKE = 0.3
"""Of the pairs of characters of a question so many must stand in an answer, for it to be an answer to it."""
LONGEST = 60


def ask(words: str) -> list[Answer]:
    """The answers to a question, the most alike first; nothing for an empty one."""
    said = words.strip()[:LONGEST]
    if not said:
        return []
    all_of_them = [one for one in answers() if all(word in one.text for word in said.split())]
    if all_of_them:
        return sorted(all_of_them, key=lambda one: not all(word in one.question for word in said.split()))[:MOST]
    wanted = _pairs(said)
    scored = [(_likeness(wanted, one), one) for one in answers()] if wanted else []
    return [one for score, one in sorted(scored, key=lambda row: -row[0]) if score >= ALIKE][:MOST]


def _likeness(wanted: frozenset[str], one: Answer) -> float:
    """How much of the question stands in an answer; what stands in its own question counts twice."""
    told = 2 * len(wanted & _pairs(one.question)) + len(wanted & _pairs(one.text))
    return told / (3 * len(wanted))


@cache
def _pairs(text: str) -> frozenset[str]:
    """Every two characters that stand side by side."""
    plain = "".join(char for char in text if char.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
