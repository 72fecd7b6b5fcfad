"""Identity numbers: what the number itself proves, and nothing more."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.identity import BadIdentity, read, with_check_digit


def reasons(written: str | float) -> list[str]:
    with pytest.raises(BadIdentity) as refused:
        read(written)
    return [doubt.code for doubt in refused.value.doubts]


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "female"),
        ("440524188001010014", None, ""),
    ],
)
def test_the_standards_own_numbers(number: str, born: date | None, sex: str) -> None:
    if born is None:  # a correct number, of somebody who would be 140 years old
        assert reasons(number) == ["impossible-date"]
    else:
        found = read(number)
        assert (found.number, found.kind, found.birth_on, found.sex) == (number, "id-card", born, sex)


def test_small_x_full_width_digits_and_spaces_are_folded() -> None:
    assert read("１１０１０５ 19491231 ００２ｘ").number == "11010519491231002X"


@pytest.mark.parametrize("region", ["422801", "429004", "419001", "330113", "441900", "539999"])
def test_nobody_is_refused_for_a_region_that_a_table_lacks(region: str) -> None:
    assert read(with_check_digit(region + "19800101001")).sex == "male"


def test_the_expected_check_digit_is_named_and_the_number_is_not() -> None:
    with pytest.raises(BadIdentity) as refused:
        read("110105194912310021")

    assert str(refused.value) == "校验码不对：末位应为X，现为1"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "empty"),
        ("53999919800101", "wrong-length"),
        ("5399991980010100123", "wrong-length"),
        ("53999919800101OO12", "wrong-character"),
        ("5.39999E+17", "lost-digits"),
        (5.39999198001010e17, "lost-digits"),
        (with_check_digit("53999919800231001"), "impossible-date"),
        (with_check_digit("53999918991231001"), "impossible-date"),
    ],
)
def test_what_is_wrong_is_said(written: str | float, code: str) -> None:
    assert reasons(written) == [code]


def test_every_reason_is_given_at_once() -> None:
    assert reasons("539999198002310011") == ["impossible-date", "wrong-check-digit"]


def test_a_number_of_fifteen_digits_is_upgraded_even_when_stored_as_number() -> None:
    assert read("110105491231002").number == "11010519491231002X"
    assert read(110105491231002.0).number == "11010519491231002X"


@pytest.mark.parametrize("suffix", ["42", "71", "11B1"])
def test_a_certificate_is_the_same_person_as_the_card(suffix: str) -> None:
    found = read("11010519491231002X" + suffix)

    assert (found.kind, found.person, found.disability + found.level) == ("disabled", "11010519491231002X", suffix[:2])


def test_a_certificate_has_a_category_and_a_level() -> None:
    assert reasons("11010519491231002X" + "85") == ["wrong-disability", "wrong-level"]


def test_people_without_papers_keep_the_number_of_the_national_system() -> None:
    assert (read("999999000000000001").kind, read("999999000000000001").person) == ("none", "")


@given(st.dates(date(1900, 1, 1), date(2026, 12, 31)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(born: date, sequence: int, place: int, shift: int) -> None:
    number = with_check_digit(f"539999{born:%Y%m%d}{sequence:03}")
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert read(number).birth_on == born
    assert wrong.startswith("999999") or reasons(wrong)
