"""`shouxian demo`: a training instance with a made-up township in the middle of its campaign."""

from __future__ import annotations

from datetime import datetime

import click

from engine.db import reading
from states import instance, passwords
from states.practice.campaign import USUAL
from web.commands.installation import Installation, opened, wall
from web.commands.output import json_option, show
from web.demonstration import HOUSEHOLDS, demonstrate
from web.settings import SettingsError, load
from web.training import PASSWORD, prepare

TITLES = {"username": "账号", "password": "密码", "name": "姓名", "post": "岗位"}


@click.command(help="给练习系统写入演示数据：一个虚构的乡镇，农户处在各个环节。")
@click.option("--households", type=click.IntRange(1, 5000), default=HOUSEHOLDS, show_default=True, help="户数")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), default=USUAL.isoformat(), show_default=True, help="练习日期"
)
@json_option
def demo(households: int, today: datetime, as_json: bool) -> None:
    """Fill a training instance."""
    here, secret = _here(), passwords.chosen(PASSWORD, "")
    say = (lambda text: click.echo(text, err=True)) if as_json else click.echo
    welcomes = demonstrate(here.db, here.settings, secret, say, wall(), households=households, today=today.date())
    rows = [{key: getattr(welcome, key) for key in TITLES} for welcome in welcomes]
    show(rows, TITLES, as_json=as_json)


def _here() -> Installation:
    """The installation of the settings; one for practice where nobody has said yet what it is."""
    try:
        here = opened()
    except SettingsError:
        prepare(load(), training=True)
        return opened()
    with reading(here.db) as session:
        said = instance.found(session)
    if not said:
        prepare(here.settings, training=True)
    return here
