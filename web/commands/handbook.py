"""`shouxian handbook`: the rules of the office as scenarios, with what came of them."""

from __future__ import annotations

from pathlib import Path

import click

from web.handbook.feature_files import shipped
from web.handbook.manual import Manual
from web.handbook.offline import written
from web.handbook.results import FAILED, NOT_RUN, latest, read


@click.command(help="写出业务规则手册：每条要求、每个步骤对应的场景和最近一次检验结果，一个网页文件，离线可看。")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("handbook.html"), help="写到哪里。"
)
@click.option(
    "--junit",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="测试结果文件（JUnit XML）；不写则用随程序附带的结果。",
)
def handbook(out: Path, junit: Path | None) -> None:
    """Write the handbook; exit 1 when a scenario in it failed."""
    manual = Manual(shipped(), read(junit) if junit else latest())
    out.write_text(written(manual), "utf-8")
    found = [manual.results.of(scenario) for scenario in manual.scenarios]
    failed, idle = found.count(FAILED), found.count(NOT_RUN)
    click.echo(f"{out}：{len(found)}个场景，没有通过{failed}个，未检验{idle}个")
    if failed:
        raise click.exceptions.Exit(1)
