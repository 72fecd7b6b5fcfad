"""`shouxian doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from web.commands.output import json_option, width
from web.commands.refusals import FOUND
from web.health_checks import examine
from web.settings import load, origins


@click.command(help="检查程序库、字体、数据库、时钟、磁盘和设置。")
@json_option
def doctor(as_json: bool) -> None:
    """Say what is wrong and how to mend it."""
    settings = load()
    findings, rows = examine(settings), origins(settings)
    if as_json:
        click.echo(
            json.dumps(
                {"checks": [asdict(one) for one in findings], "settings": [asdict(row) for row in rows]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for one in findings:
            click.echo(f"{'正常' if one.ok else '有问题'}  {one.name}：{one.text}")
            if not one.ok and one.remedy:
                click.echo(f"        办法：{one.remedy}")
        click.echo("\n设置：")
        longest = max(width(row.name) for row in rows)
        for row in rows:
            click.echo(f"  {row.name.ljust(longest)}  {row.value or '（空）'}  ← {row.source}")
    if not all(one.ok for one in findings):
        raise click.exceptions.Exit(FOUND)
