"""`shouxian user`: accounts."""

from __future__ import annotations

import click

from engine.actors import SYSTEM
from engine.db import reading, work
from engine.errors import NotFound
from states import passwords, users
from states.roles import ROLES
from web.commands.installation import opened, wall
from web.commands.output import json_option, show

TITLES = {"username": "用户名", "name": "姓名", "role": "岗位", "area": "地区", "department": "部门", "active": "可用"}


@click.group(help="账号：添加、列出、重置。")
def user() -> None:
    """Group the commands about accounts."""


@user.command(help="添加账号，打印一次性密码。")
@click.argument("username")
@click.option("--name", required=True, help="姓名")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="岗位")
@click.option("--area", default="", help="地区编码；留空为全部，只有管理员和督导审计可以。")
@click.option("--department", default="", help="部门（只有部门审核岗位要填）")
@click.option("--email", default="", help="每天的提醒发到这个邮箱。")
@json_option
def add(username: str, name: str, role: str, area: str, department: str, email: str, as_json: bool) -> None:
    """Open an account."""
    here, secret = opened(), passwords.one_time()
    with work(here.db) as session:
        account = users.Account(username, name, role, area, department, email)
        person = users.add(session, account, secret, by=SYSTEM, at=wall())
    _print(person, secret, as_json)


@user.command(name="list", help="列出账号。")
@click.option("--words", default="", help="姓名或用户名里的字")
@json_option
def list_(words: str, as_json: bool) -> None:
    """List accounts."""
    with reading(opened().db) as session:
        rows = [{key: getattr(person, key) for key in TITLES} for person in users.listed(session, SYSTEM, words)]
    show(rows, TITLES, as_json=as_json)


@user.command(help="更改每天的提醒发到的邮箱；不写 EMAIL 就不再发。")
@click.argument("username")
@click.argument("email", required=False, default="")
def mail(username: str, email: str) -> None:
    """Change an account's address."""
    with work(opened().db) as session:
        person = users.named(session, username)
        if person is None:
            raise NotFound("user", username)
        users.write_to(session, person, email, by=SYSTEM, at=wall())
    click.echo(f"{username}：" + ("邮箱已更改" if email else "不再发邮件"))


@user.command(help="重置密码并解锁，打印一次性密码。")
@click.argument("username")
@json_option
def reset(username: str, as_json: bool) -> None:
    """Hand out a one-time password."""
    here, secret = opened(), passwords.one_time()
    with work(here.db) as session:
        person = users.named(session, username)
        if person is None:
            raise NotFound("user", username)
        users.reset(session, person, secret, by=SYSTEM, at=wall())
    _print(person, secret, as_json)


def _print(person: users.User, secret: passwords.Secret, as_json: bool) -> None:
    row = {"username": person.username, "password": secret.text}
    show([row], {"username": "用户名", "password": "一次性密码"}, as_json=as_json)
