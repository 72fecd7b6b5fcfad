"""Who acts from the shell, and when: an account of the database, at the installation's own time."""

from __future__ import annotations

from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.errors import NotFound, Refused
from engine.guards import Blocker
from states import instance, users
from states.roles import Permission, allows
from states.users import User
from web.commands.days import DAY
from web.commands.installation import Installation, wall

as_option = click.option("--as", "username", required=True, metavar="USERNAME", help="以哪个账号办理。")
seen_by_option = click.option("--as", "username", metavar="USERNAME", help="只看这个账号管辖范围内的；不写看全部。")
on_option = click.option(
    "--on", type=DAY, metavar="DATE", help="只用于练习系统：先把练习日期调到这一天（只能往后），再办理。"
)


def account(session: Session, username: str, needs: Permission) -> User:
    """The account to act under.

    Raises:
        NotFound: there is none of this name, or it was closed.
        Refused: its post may not do this.
    """
    person = users.named(session, username)
    if person is None or not person.active:
        raise NotFound("user", username)
    if not allows(person.role, needs):
        text = "账号“%(name)s”的岗位不能办理这件事"
        raise Refused("as", [Blocker("role-required", text, {"name": person.username})])
    return person


def actor(session: Session, username: str, needs: Permission) -> Actor:
    """The identity to act under; raises as `account` does."""
    return users.actor(account(session, username, needs))


def eyes(session: Session, username: str | None, needs: Permission) -> Actor:
    """Through whose eyes to read: the account's, or those of whoever holds the machine."""
    return actor(session, username, needs) if username else SYSTEM


def time(here: Installation, session: Session, on: date | None) -> datetime:
    """When the act happens; `on` moves the practice clock of a training instance forward first. Raises `Refused`."""
    if on is not None:
        instance.set_practice_date(session, on, wall())
    return here.now(session)
