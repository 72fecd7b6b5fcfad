"""English readers find every word."""

from __future__ import annotations

import re

from tests.web.catalogue import english, extracted, missing

FIELD = re.compile(r"%\(\w+\)(?:\.\d)?[sdf]")


def test_every_word_in_the_code_has_its_english_one() -> None:
    catalogue = english()

    absent = [str(message.id) for message in extracted() if message.id and message.id not in catalogue]

    assert absent == []
    assert missing(catalogue) == []


def test_nothing_is_translated_that_nobody_says() -> None:
    said = extracted()

    assert [str(message.id) for message in english() if message.id and message.id not in said] == []


def test_a_translation_keeps_its_fields() -> None:
    changed = [
        str(message.id)
        for message in english()
        if message.id and sorted(FIELD.findall(str(message.id))) != sorted(FIELD.findall(str(message.string)))
    ]

    assert changed == []


def test_english_is_written_without_chinese_but_for_what_it_quotes() -> None:
    unquoted = [re.sub("“[^”]*”", "", str(message.string)) for message in english() if message.id]

    assert [text for text in unquoted if re.search(r"[一-鿿]", text)] == []
