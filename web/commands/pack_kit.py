"""`shouxian pack reference` and `shouxian pack start`: what a pack may say, and a sound one to begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click

from engine.db import reading
from states.packs.keys import tables
from states.packs.known import texts
from states.packs.reference import as_data, chapters, default_of, markdown, meaning
from states.packs.starter import DECIDERS, Beginning, started
from web.commands.days import DAY
from web.commands.installation import installed
from web.commands.output import json_option, print_json, show

Command = TypeVar("Command", bound=Callable[..., Any])
KEYS = {"key": "键", "title": "名称", "type": "类型", "default": "默认", "about": "说明"}
ENTRIES = {"name": "写法", "title": "名称", "remark": "说明", "parameters": "参数"}


@click.command(help="方案文件参考：每个键、材料、条件、岗位，由程序的登记表写出。")
@click.option("--markdown", "as_markdown", is_flag=True, help="输出 Markdown，供存档或打印。")
@json_option
def reference(as_markdown: bool, as_json: bool) -> None:
    """Print the reference of the pack format."""
    if as_json:
        print_json(as_data())
        return
    if as_markdown:
        click.echo(markdown())
        return
    for table in tables():
        click.echo(f"\n{table.heading} {table.title}".rstrip())
        rows = [{"key": k.name, "title": k.title, "type": k.type, "default": default_of(k)} for k in table.keys]
        told = [row | {"about": meaning(key)} for row, key in zip(rows, table.keys, strict=True)]
        show(told, KEYS, as_json=False)
    for chapter in chapters():
        click.echo(f"\n{chapter.title}（{chapter.use}）")
        show(
            [
                {"name": e.name, "title": e.title, "remark": e.remark, "parameters": "、".join(k.name for k in e.keys)}
                for e in chapter.entries
            ],
            ENTRIES,
            as_json=False,
        )


def _choice(values: Any) -> click.Choice[str]:
    return click.Choice(list(values))


def _asked(name: str, words: str, **more: Any) -> Callable[[Command], Command]:
    return click.option(f"--{name}", prompt=words, help=f"{words}。", **more)


@click.command(help="起草一个方案：问几件事，写出可以直接入库的方案文件。没有写的选项会逐项询问。")
@_asked("id", "编号（小写字母、数字和短横）")
@_asked("title", "名称")
@_asked("document", "公示引用的文件名")
@_asked("place", "执行的地区编码")
@_asked("since", "从哪天起有效", type=DAY)
@_asked("until", "到哪天止有效", type=DAY)
@_asked("line", "监测底线（元）", type=click.IntRange(1, 100000))
@_asked("metric", "收入口径：net 纯收入，disposable 可支配收入", type=_choice(("net", "disposable")), default="net")
@click.option("--income-since", type=DAY, help="收入从哪天算起。")
@click.option("--income-until", type=DAY, help="收入算到哪天。")
@_asked("notice-days", "公示多少天", type=click.IntRange(1, 90), default=5)
@_asked("notice-unit", "单位：workdays 工作日，days 自然日", type=_choice(("workdays", "days")), default="workdays")
@_asked("count", "起算：next-day 次日，posting-day 当天", type=_choice(("next-day", "posting-day")), default="next-day")
@_asked("decided-by", "由谁审定：county 县级，township_leader 乡镇", type=_choice(DECIDERS), default="county")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写到哪里；默认 编号.toml。")
def start(out: Path | None, **facts: Any) -> None:
    """Write a sound pack; refuse facts that do not make one."""
    known = texts(None)
    if (here := installed()) is not None:
        with reading(here.db) as session:
            known = texts(session)
    text = started(Beginning(**{field.name: facts[field.name] for field in fields(Beginning)}), known)
    file = out or Path(f"{facts['id']}.toml")
    if file.exists():
        raise click.BadParameter(f"已经有文件 {file}，请换个名字", param_hint="--out")
    file.write_text(text, "utf-8")
    click.echo(f"{file}：检查通过。入库：shouxian pack add {file} --as 管理员")
