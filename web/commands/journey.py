"""`shouxian journey`: the main job from beginning to end without a browser, told day by day."""

from __future__ import annotations

import json
from pathlib import Path

import click
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from engine.db import connect, reading
from engine.files import FileStore
from publicity import journey as journeys
from publicity.errors import PublicityError
from states import instance
from states.packs.loader import shipped
from states.regions import Region
from states.users import User
from web.commands.output import json_option
from web.commands.refusals import FOUND
from web.demonstration import board_address
from web.settings import Settings, load
from web.training import prepare

OUT = "journey"


@click.command(help="不开浏览器走完全程：导入、识别、公示、等候、审定、消除、再标注、退出；文书留在 --out 文件夹。")
@click.option("--pack", default="xiaozhongdian-2021", show_default=True, help="按哪个方案走。")
@click.option("--out", default=OUT, show_default=True, type=click.Path(file_okay=False, path_type=Path), help="文件夹")
@json_option
def journey(pack: str, out: Path, as_json: bool) -> None:
    """Play the whole story in an empty database."""
    if pack not in shipped():
        raise click.UsageError(f"没有名为“{pack}”的方案；可用的有：{'、'.join(shipped())}")
    settings = load()
    db = _empty(settings)
    out.mkdir(parents=True, exist_ok=True)
    try:
        store, say = FileStore(settings.evidence), _silent if as_json else click.echo
        told = journeys.tell(db, store, out, say, lambda number: board_address(settings, number), pack)
    except (journeys.WentWrong, PublicityError) as wrong:
        raise _Failed(str(wrong)) from wrong
    finally:
        db.dispose()
    if as_json:
        click.echo(json.dumps(told.plain() | {"out": str(out)}, ensure_ascii=False, indent=2))
    else:
        _summary(told, out)
    if not told.is_sound:
        raise _Failed("台账校验不通过")


def _empty(settings: Settings) -> Engine:
    """The database of the settings with its tables made; ends the command when something is in it already."""
    if _is_there(settings):
        db = connect(settings.database, full=settings.full_sync)
        try:
            if inspect(db).has_table(instance.Setting.__tablename__):
                with reading(db) as session:
                    _refuse(session)
        finally:
            db.dispose()
    prepare(settings, training=True)
    return connect(settings.database, full=settings.full_sync)


def _is_there(settings: Settings) -> bool:
    file = settings.database.removeprefix("sqlite:///")
    return file == settings.database or Path(file).exists()


def _refuse(session: Session) -> None:
    if instance.found(session) and not instance.is_training(session):
        raise _Failed("这是正式系统，全程演练只能在空的数据库里进行。请用 SHOUXIAN_DATABASE_URL 指定一个空的数据库")
    if session.scalar(select(Region.code).limit(1)) or session.scalar(select(User.id).limit(1)):
        raise _Failed("数据库里已经有内容。请用 SHOUXIAN_DATABASE_URL 指定一个空的数据库")


def _summary(told: journeys.Journey, out: Path) -> None:
    found = told.verified
    counted = "，".join(f"{told.words[state]}{n}户" for state, n in told.states.items() if state in told.words)
    click.echo(f"\n结果：{counted}")
    click.echo(f"拒绝{len(told.refusals)}次；文件{len(told.documents)}份，在 {out}")
    if found:
        click.echo(
            f"台账：{found.cases}个案卷、{found.entries}条记录、{found.seals}次日封，校验问题{len(found.faults)}个"
        )


def _silent(_: str) -> None:
    """Say nothing: what is printed is JSON."""


class _Failed(click.ClickException):
    exit_code = FOUND
