"""The handbook answers every reason the program gives, every step of the shipped plans, every field of evidence."""

from __future__ import annotations

from states.evidence.known import KINDS
from tests.web.refusal_codes import codes
from web.evidence.fields import fields_of
from web.handbook.answers import FIELD, REFUSAL, STEP, find, has_answer, refusals
from web.handbook.manual import clauses, procedures


def test_every_reason_has_an_answer() -> None:
    missing = sorted(codes().keys() - refusals().keys())

    assert missing == [], "`python -m tests.web.refusal_codes` prints the lines for web/handbook/refusals.toml"
    assert {about for _says, abouts in refusals().values() for about in abouts} <= clauses().keys()
    assert all(says and all(says) and abouts for says, abouts in refusals().values())


def test_every_step_and_every_field_has_an_answer() -> None:
    steps = {title for _pack, _move, titles in procedures() for title in titles}
    fields = [f"{kind.name}.{field.name}" for kind in KINDS.values() for field in fields_of(kind)]

    assert [title for title in sorted(steps) if not has_answer(STEP, title) or find(STEP, title) is None] == []
    assert [name for name in fields if find(FIELD, name) is None] == []
    assert find(REFUSAL, "nothing-of-the-kind") is None
