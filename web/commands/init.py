"""`shouxian init`: create or migrate the database; safe to repeat."""

from __future__ import annotations

import click

from engine.db import connect, work
from states import instance
from states.packs import store
from web.commands.installation import wall
from web.settings import load
from web.training import prepare


@click.command(help="建立或升级数据库，装入随程序带来的方案，可以重复运行。")
@click.option("--training", is_flag=True, help="建成练习系统：可以自设日期，以后不能改成正式系统。")
def init(training: bool) -> None:
    """Create or migrate the database."""
    settings = load()
    prepare(settings, training=training)
    db = connect(settings.database)
    with work(db) as session:
        store.install_shipped(session, wall())
        kind = "练习系统" if instance.is_training(session) else "正式系统"
    db.dispose()
    click.echo(f"数据库已就绪（{kind}）")
