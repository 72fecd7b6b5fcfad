"""Accounts: one person, one role, one area."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Boolean, ForeignKey, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.actors import Actor
from engine.areas import code, within
from engine.db import Base, Instant
from engine.errors import BadInput, NotFound, Problem, Refused
from engine.guards import Blocker
from engine.words import N_
from states.packs.departments import departments
from states.passwords import REMEMBERED, Secret
from states.roles import ROLES

USERNAME = re.compile(r"[a-z0-9][a-z0-9_.-]{2,31}")
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,60}(\.[\w-]{1,60}){1,4}", re.ASCII)
BAD_ADDRESS = N_("邮箱的写法不对，如 name@example.gov.cn；没有的留空")


class User(Base):
    """An account; `token` stands in every session, so changing it ends them all."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(20))
    area: Mapped[str] = mapped_column(code(14), index=True)
    department: Mapped[str] = mapped_column(String(60), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime] = mapped_column(Instant)
    must_change: Mapped[bool] = mapped_column(Boolean, default=True)
    token: Mapped[str] = mapped_column(String(64))
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_used: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    last_login_at: Mapped[datetime | None] = mapped_column(Instant)
    language: Mapped[str] = mapped_column(String(8), default="")
    email: Mapped[str] = mapped_column(String(254), default="", server_default="")

    def is_locked(self, at: datetime) -> bool:
        """Whether sign-in is closed after too many failures."""
        return self.locked_until is not None and at < self.locked_until

    def password_is_older_than(self, days: int, at: datetime) -> bool:
        """Whether the password has passed its greatest age; 0 days means no greatest age."""
        return bool(days) and at - self.password_changed_at > timedelta(days=days)


class PastPassword(Base):
    """The digest of a password that was in use once."""

    __tablename__ = "past_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    digest: Mapped[str] = mapped_column(String(200))


class AccountChange(Base):
    """What was done to an account, by whom: the audit trail of administration."""

    __tablename__ = "account_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    what: Mapped[str] = mapped_column(String(30))
    detail: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Account:
    """What an administrator enters for a new account."""

    username: str
    name: str
    role: str
    area: str
    department: str = ""
    email: str = ""


def add(session: Session, account: Account, secret: Secret, by: Actor, at: datetime) -> User:
    """Open an account; a one-time password has to be changed at first sign-in.

    Raises:
        BadInput: the user name is malformed or taken, or role, area and department do not fit.
    """
    username = account.username.strip().lower()
    problems = [*_misfits(session, account.role, account.area, account.department, by)]
    if not USERNAME.fullmatch(username):
        problems.append(Problem("username", N_("用户名用3至32个小写字母、数字、点、横线或下划线，以字母或数字开头")))
    elif session.scalar(select(User.id).where(User.username == username)):
        problems.append(Problem("username", N_("这个用户名已经有人用了")))
    if not _is_address(account.email):
        problems.append(Problem("email", BAD_ADDRESS))
    if not account.name.strip():
        problems.append(Problem("name", N_("请填写姓名")))
    if problems:
        raise BadInput(*problems)
    user = User(
        username=username,
        name=account.name.strip(),
        role=account.role,
        area=account.area,
        department=account.department.strip(),
        email=account.email.strip(),
        password_hash=secret.digest,
        password_changed_at=at,
        must_change=secret.one_time,
        token=secrets.token_urlsafe(24),
    )
    session.add(user)
    session.flush()
    _note(session, user, "added", by, at, f"{user.role} {user.area}".strip())
    return user


def get(session: Session, user_id: int, by: Actor) -> User:
    """The account, or NotFound where there is none in the actor's area."""
    user = session.get(User, user_id)
    if user is None or not by.covers(user.area):
        raise NotFound("user", user_id)
    return user


def named(session: Session, username: str) -> User | None:
    """The account of this user name."""
    return session.scalar(select(User).where(User.username == username.strip().lower()))


def confirm(session: Session, by: Actor) -> User:
    """The account of who asked earlier, still open and with the same post and area; raises `Refused`."""
    user = named(session, by.id)
    if user is None or not user.active or actor(user) != by:
        text = N_("提出任务的账号已停用，或岗位、地区已变动；请由现在的经办人重新提出")
        raise Refused("ask", [Blocker("account-changed", text)])
    return user


def in_session(session: Session, user_id: int, token: str) -> User | None:
    """The account a session belongs to, unless it was closed or its sessions were ended."""
    user = session.get(User, user_id)
    return user if user and user.active and secrets.compare_digest(user.token, token) else None


def listed(session: Session, by: Actor, words: str = "") -> Sequence[User]:
    """The accounts in the actor's area whose name or user name holds `words`."""
    query = select(User).where(within(User.area, by.area)).order_by(User.active.desc(), User.area, User.username)
    if words:
        query = query.where(func.lower(User.name + " " + User.username).contains(words.lower(), autoescape=True))
    return session.scalars(query).all()


def reset(session: Session, user: User, secret: Secret, by: Actor, at: datetime) -> None:
    """Hand out a new one-time password, unlock the account, and drop its second factor."""
    _replace_password(session, user, secret, at)
    user.failed, user.locked_until = 0, None
    user.totp_secret, user.totp_used = "", 0
    _note(session, user, "reset", by, at)


def change_password(session: Session, user: User, secret: Secret, at: datetime) -> None:
    """Put a password in place that its owner chose; every session ends."""
    _replace_password(session, user, secret, at)
    _note(session, user, "password-changed", actor(user), at)


def former_passwords(session: Session, user: User) -> Sequence[str]:
    """The digests that a new password is compared with, the present one first."""
    query = select(PastPassword.digest).where(PastPassword.user_id == user.id).order_by(PastPassword.id.desc())
    return [user.password_hash, *session.scalars(query.limit(REMEMBERED - 1))]


def deactivate(session: Session, user: User, by: Actor, at: datetime) -> None:
    """Close an account and end its sessions; its history stays."""
    if user.username == by.id:
        raise Refused("deactivate", [Blocker("own-account", N_("不能停用自己的账号，请由另一位管理员办理"))])
    user.active, user.token = False, secrets.token_urlsafe(24)
    _note(session, user, "deactivated", by, at)


def reactivate(session: Session, user: User, secret: Secret, by: Actor, at: datetime) -> None:
    """Open a closed account again, with a one-time password."""
    user.active = True
    _note(session, user, "reactivated", by, at)
    reset(session, user, secret, by, at)


def move(session: Session, user: User, area: str, department: str, by: Actor, at: datetime) -> None:
    """Give an account another area of the same level, or another department."""
    problems = [*_misfits(session, user.role, area, department, by)]
    if problems:
        raise BadInput(*problems)
    _note(session, user, "moved", by, at, f"{user.area} -> {area}")
    user.area, user.department = area, department.strip()


def write_to(session: Session, user: User, email: str, by: Actor, at: datetime) -> None:
    """Change where the daily digest goes, or with an empty address stop it; raises `BadInput`."""
    if not _is_address(email):
        raise BadInput(Problem("email", BAD_ADDRESS))
    user.email = email.strip()
    _note(session, user, "address-changed", by, at)


def follow(session: Session, user: User, area: str, by: Actor, at: datetime) -> None:
    """Let an account go along with its place, which is the same under another code."""
    _note(session, user, "moved", by, at, f"{user.area} -> {area}")
    user.area = area


def speak(session: Session, user_id: int, language: str) -> None:
    """Remember the language in which a person reads."""
    session.execute(update(User).where(User.id == user_id).values(language=language))


def changes(session: Session, user: User) -> Sequence[AccountChange]:
    """What was done to an account, newest first."""
    query = select(AccountChange).where(AccountChange.user_id == user.id).order_by(AccountChange.id.desc()).limit(50)
    return session.scalars(query).all()


def actor(user: User) -> Actor:
    """The identity under which this account acts."""
    return Actor(user.username, user.name, user.role, user.area, user.department)


def _is_address(email: str) -> bool:
    return not email.strip() or ADDRESS.fullmatch(email.strip()) is not None


def _misfits(session: Session, role: str, area: str, department: str, by: Actor) -> Iterator[Problem]:
    if role not in ROLES:
        yield Problem("role", N_("没有这个岗位"))
        return
    if (area and not area.isdecimal()) or len(area) not in ROLES[role].levels:
        yield Problem("area", N_("地区编码的级别与岗位不符"))
    elif not by.covers(area):
        yield Problem("area", N_("这个地区不在您的管理范围内"))
    if ROLES[role].has_department and not department.strip():
        yield Problem("department", N_("部门审核账号须写明部门"))
    if ROLES[role].has_department and department.strip() and department.strip() not in departments(session):
        yield Problem("department", N_("没有这个部门，请写部门代码，如civil-affairs"))
    if department.strip() and not ROLES[role].has_department:
        yield Problem("department", N_("这个岗位不属于部门，请留空"))


def _replace_password(session: Session, user: User, secret: Secret, at: datetime) -> None:
    session.add(PastPassword(user_id=user.id, digest=user.password_hash))
    user.password_hash, user.password_changed_at, user.must_change = secret.digest, at, secret.one_time
    user.token = secrets.token_urlsafe(24)


def _note(session: Session, user: User, what: str, by: Actor, at: datetime, detail: str = "") -> None:
    session.add(AccountChange(user_id=user.id, what=what, detail=detail, by=by.id, at=at))
