"""`shouxian webhook`: the subscriptions of other systems, and delivering to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from engine.db import reading, work
from engine.errors import BadInput, Problem
from states import instance
from states.feed import managing
from states.feed.managing import KINDS
from states.feed.subscription import Webhook
from states.roles import Permission
from web.commands import acting
from web.commands.days import DAY
from web.commands.installation import Installation, opened, wall
from web.commands.output import json_option, print_json, show
from web.webhooks import delivering
from web.webhooks.addresses import Doors, doors

TITLES = {"webhook": "编号", "name": "系统", "area": "地区", "url": "地址", "cursor": "送到", "state": "状态"}
webhook_argument = click.argument("webhook_id", metavar="WEBHOOK", type=click.IntRange(min=1))


@click.group(help="对外推送：把办理留痕推送给其他系统。WEBHOOK 是编号，见 webhook list。")
def webhook() -> None:
    """Group the commands about webhooks."""


@webhook.command(name="list", help="列出推送的系统，各送到第几条。")
@acting.seen_by_option
@json_option
def list_(username: str | None, as_json: bool) -> None:
    """List subscriptions."""
    with reading(opened().db) as session:
        found = managing.listed(session, acting.eyes(session, username, Permission.READ_WEBHOOKS))
    show([_told(one) for one in found], TITLES, as_json=as_json)


@webhook.command(help="添加一个系统；签名密钥只在这时显示。不写 --url 的由对方来取。")
@click.argument("name", metavar="NAME")
@click.option("--url", default="", metavar="URL", help="推送地址，以 https:// 开头。")
@click.option("--area", default=None, metavar="CODE", help="只推送这个地区；不写就是账号的管辖范围。")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="只推送这一类，可写几个。")
@acting.as_option
@json_option
def add(name: str, url: str, area: str | None, kinds: tuple[str, ...], username: str, as_json: bool) -> None:
    """Add a subscription."""
    here = opened()
    with work(here.db) as session:
        by = acting.actor(session, username, Permission.MANAGE_WEBHOOKS)
        if url:
            open_doors(here).target(url)
        made = managing.add(session, name, url, by.area if area is None else area, kinds=kinds, by=by, at=wall())
        told = _told(made) | {"secret": made.secret}
    if as_json:
        print_json(told)
        return
    click.echo(f"系统{told['webhook']}：已添加，签名密钥（只显示这一次）：{told['secret']}")


@webhook.command(help="试送一次：一条签了名、没有内容的消息。")
@webhook_argument
@acting.as_option
@json_option
def test(webhook_id: int, username: str, as_json: bool) -> None:
    """Send a message without entries."""
    here = opened()
    with reading(here.db) as session:
        one = managing.find(session, webhook_id, acting.actor(session, username, Permission.MANAGE_WEBHOOKS))
    status, error = delivering.test(one, open_doors(here), wall())
    if as_json:
        print_json({"webhook": webhook_id, "status": status, "error": error})
    else:
        click.echo(error or f"已送到，对方答复 {status}")
    click.get_current_context().exit(1 if error else 0)


@webhook.command(help="从一条之后或者一天起再送一遍；搁置的由此恢复。")
@webhook_argument
@click.option("--after", type=click.IntRange(min=0), metavar="ENTRY", help="从这一条之后。")
@click.option("--since", type=DAY, metavar="DATE", help="从这一天起。")
@acting.as_option
@json_option
def replay(webhook_id: int, after: int | None, since: date | None, username: str, as_json: bool) -> None:
    """Send once more."""
    if (after is None) == (since is None):
        raise BadInput(Problem("after", "--after 和 --since 写一样"))
    with work(opened().db) as session:
        by = acting.actor(session, username, Permission.MANAGE_WEBHOOKS)
        begin = managing.before_day(session, since) if since else after or 0
        told = _told(managing.replay(session, webhook_id, begin, by=by))
    _say(told, as_json)


@webhook.command(help="停用：不再推送，密钥作废。")
@webhook_argument
@acting.as_option
@json_option
def remove(webhook_id: int, username: str, as_json: bool) -> None:
    """Take a subscription back."""
    with work(opened().db) as session:
        by = acting.actor(session, username, Permission.MANAGE_WEBHOOKS)
        told = _told(managing.remove(session, webhook_id, by=by, at=wall()))
    _say(told, as_json)


@webhook.command(help="把还没有送到的都送一轮；可以交给定时任务反复运行，同时运行两个也不会乱。")
@json_option
def deliver(as_json: bool) -> None:
    """Deliver what is due."""
    here = opened()
    told = delivering.send(here.db, here.settings)
    if as_json:
        print_json({"arrived": told.arrived, "failed": told.failed})
    else:
        click.echo(f"送到{told.arrived}条，失败{told.failed}次")
    click.get_current_context().exit(1 if told.failed else 0)


def open_doors(here: Installation) -> Doors:
    """Where this installation may send to."""
    with reading(here.db) as session:
        training = instance.is_training(session)
    return doors(here.settings.webhook_networks, training=training)


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(f"系统{told['webhook']}：{told['state']}")


def _told(one: Webhook) -> dict[str, Any]:
    state = "已停用" if one.removed_at else "已搁置" if one.parked else "等待重试" if one.failures else "正常"
    told = {"webhook": one.id, "name": one.name, "url": one.url, "area": one.area, "kinds": sorted(one.wants)}
    return told | {"cursor": one.cursor, "failures": one.failures, "last_error": one.last_error, "state": state}
