"""`shouxian handbook`: the rules of the office as scenarios, with what came of them."""

from __future__ import annotations

from pathlib import Path

import click

from publicity.errors import FontsMissing
from web.commands.output import say
from web.handbook.catalogue import drawn
from web.handbook.feature_files import shipped
from web.handbook.manual import Manual
from web.handbook.offline import written
from web.handbook.results import FAILED, NOT_RUN, latest, read


@click.command(
    help="写出业务规则手册：每条要求、每个步骤对应的场景和最近一次检验结果，各种文书的样张，一个网页文件，离线可看。"
)
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
    out.write_text(written(manual, _pictures()), "utf-8")
    found = [manual.results.of(scenario) for scenario in manual.scenarios]
    failed, idle = found.count(FAILED), found.count(NOT_RUN)
    click.echo(f"{out}：{len(found)}个场景，没有通过{failed}个，未检验{idle}个")
    if failed:
        raise click.exceptions.Exit(1)


def _pictures() -> dict[str, str]:
    """The documents as pictures; none where the typefaces are not prepared, which is said."""
    try:
        return drawn()
    except FontsMissing as missing:
        say(f"手册里没有文书的图：{missing}")
        return {}
