"""Accounts below the web, on each kind of database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.clock import office_day
from engine.db import reading, work
from engine.errors import BadInput, NotFound, Refused
from states import instance, openings, passwords, sign_ins, users
from states.passwords import Secret
from states.roles import CHANGES_NOTHING, PERMITTED, ROLES, Permission, permissions
from states.sign_ins import Result
from states.users import Account, User

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
READS = {p for p in Permission if p.value.startswith("read-")} | {Permission.EXPORT, Permission.ARCHIVE}


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def secret(text: str = "Qingshan-77") -> Secret:
    return passwords.chosen(text, "nobody")


def clerk(session: Session, username: str = "wang.fang", area: str = "533401102201") -> User:
    return users.add(session, Account(username, "王芳", "village", area), secret(), by=SYSTEM, at=AT)


def places(error: BadInput) -> list[str]:
    return [problem.where for problem in error.problems]


@pytest.mark.parametrize(
    ("account", "wrong"),
    [
        (Account("王芳", "王芳", "village", "533401102201"), ["username"]),
        (Account("ab", "王芳", "village", "533401102201"), ["username"]),
        (Account("abc", " ", "village", "533401102201"), ["name"]),
        (Account("abc", "王芳", "mayor", "533401102201"), ["role"]),
        (Account("abc", "王芳", "village", "533401102"), ["area"]),
        (Account("abc", "王芳", "village", "53340110220x"), ["area"]),
        (Account("abc", "王芳", "village", "440101001001"), ["area"]),
        (Account("abc", "王芳", "department", "533401"), ["department"]),
        (Account("abc", "王芳", "village", "533401102201", "民政局"), ["department"]),
    ],
)
def test_an_account_that_does_not_fit_is_refused(session: Session, account: Account, wrong: list[str]) -> None:
    county = Actor("guanli", "管理员", "admin", "5334")

    with pytest.raises(BadInput) as refused:
        users.add(session, account, secret(), by=county, at=AT)

    assert places(refused.value) == wrong


def test_a_user_name_is_given_once_whatever_its_case(session: Session) -> None:
    clerk(session, "wang.fang")

    with pytest.raises(BadInput) as refused:
        clerk(session, " Wang.Fang ")

    assert places(refused.value) == ["username"]


def test_only_accounts_of_the_area_are_there(session: Session) -> None:
    person = clerk(session)
    inside, outside = Actor("a", "甲", "admin", "533401"), Actor("b", "乙", "admin", "533402")

    assert users.get(session, person.id, inside) is person
    assert [one.username for one in users.listed(session, inside)] == ["wang.fang"]
    assert users.listed(session, outside) == []
    with pytest.raises(NotFound):
        users.get(session, person.id, outside)


def test_a_reset_ends_sessions_unlocks_and_asks_for_a_new_password(session: Session) -> None:
    person = clerk(session)
    token = person.token
    person.locked_until = AT + timedelta(minutes=15)

    users.reset(session, person, passwords.one_time(), by=SYSTEM, at=AT)

    assert users.in_session(session, person.id, token) is None
    assert users.in_session(session, person.id, person.token) is person
    assert person.must_change
    assert not person.is_locked(AT)


def test_a_closed_account_has_no_session(session: Session) -> None:
    person = clerk(session)

    users.deactivate(session, person, by=SYSTEM, at=AT)

    assert users.in_session(session, person.id, person.token) is None
    with pytest.raises(Refused):
        users.deactivate(session, person, by=users.actor(person), at=AT)


def test_the_last_five_passwords_do_not_come_back(session: Session) -> None:
    person = clerk(session)
    for turn in range(1, 6):
        users.change_password(session, person, secret(f"Bailu-203{turn}"), AT)
        session.flush()

    former = users.former_passwords(session, person)

    with pytest.raises(BadInput):
        passwords.chosen("Bailu-2031", person.username, former)
    assert passwords.chosen("Qingshan-77", person.username, former)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Abcdef-1", True),
        ("Abcdef-", False),
        ("abcdefg1", False),
        ("abcdef-1", True),
        ("ABCDEF-1", True),
        ("青山绿水Aa1村口", True),
        ("A1-" + "x" * 125, True),
        ("A1-" + "x" * 126, False),
    ],
)
def test_a_password_is_long_and_mixed_enough(text: str, good: bool) -> None:
    if good:
        assert passwords.matches(passwords.chosen(text, "wang").digest, text)
    else:
        with pytest.raises(BadInput):
            passwords.chosen(text, "wang")


def test_guesses_side_by_side_are_all_counted(db: Engine) -> None:
    with work(db) as session:
        person = clerk(session)

    def guess() -> None:
        with work(db) as session:
            sign_ins.settle(session, person.id, False, "10.0.0.9", AT)

    guesses = [Thread(target=guess) for _ in range(5)]
    for thread in guesses:
        thread.start()
    for thread in guesses:
        thread.join()

    with work(db) as session:
        assert sign_ins.settle(session, person.id, True, "10.0.0.9", AT) is Result.LOCKED
    with reading(db) as session:
        assert session.scalars(select(sign_ins.SignIn.result).order_by(sign_ins.SignIn.id)).all() == ["wrong"] * 5 + [
            "locked"
        ]


def test_a_success_forgets_the_failures_before_it(session: Session) -> None:
    person = clerk(session)
    for matched in (False, False, False, False, True, False, False, False, False):
        sign_ins.settle(session, person.id, matched, "10.0.0.9", AT)

    assert sign_ins.settle(session, person.id, True, "10.0.0.9", AT) is Result.WELCOME


def test_a_try_with_an_unknown_name_is_logged_without_the_name(session: Session) -> None:
    sign_ins.settle(session, None, False, "10.0.0.9", AT)

    row = session.scalars(select(sign_ins.SignIn)).one()
    assert (row.user_id, row.address, row.result) == (None, "10.0.0.9", "unknown")


def test_every_opening_of_a_file_is_kept(session: Session) -> None:
    person = clerk(session)
    openings.note(session, person.id, "household:17", AT)
    openings.note(session, person.id, "household:18", AT)
    session.flush()

    assert [(one.user_id, one.at) for one in openings.of(session, "household:17")] == [(person.id, AT)]


def test_the_practice_clock_goes_on_from_its_date_and_never_back(session: Session) -> None:
    instance.create(session, training=True)
    instance.set_practice_date(session, date(2021, 10, 25), AT)

    assert office_day(instance.now(session, AT)) == date(2021, 10, 25)
    assert office_day(instance.now(session, AT + timedelta(days=3))) == date(2021, 10, 28)
    with pytest.raises(Refused):
        instance.set_practice_date(session, date(2021, 10, 24), AT)


def test_a_real_installation_keeps_the_real_date(session: Session) -> None:
    instance.create(session, training=False)
    instance.create(session, training=True)

    with pytest.raises(Refused):
        instance.set_practice_date(session, date(2021, 10, 25), AT)
    assert instance.now(session, AT) == AT


def test_every_permission_is_somebodys_and_of_known_roles() -> None:
    assert set(PERMITTED) == set(Permission)
    assert all(roles and roles <= set(ROLES) for roles in PERMITTED.values())


@pytest.mark.parametrize("role", sorted(CHANGES_NOTHING))
def test_an_auditor_changes_nothing(role: str) -> None:
    assert permissions(role) <= READS


def test_an_administrator_sees_no_household() -> None:
    assert not {p for p in permissions("admin") if "household" in p.value or p is Permission.READ_HISTORY}
