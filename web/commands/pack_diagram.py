"""`shouxian pack diagram`: the lifecycle or one procedure, as Mermaid text or as a drawing."""

from __future__ import annotations

from pathlib import Path

import click

from web import drawing, mermaid
from web.commands.pack_named import move_named, pack_named
from web.flow_chart import chart, svg


@click.command(help="画图：整个生命周期，或一个变动的流程图。不写 --svg 时输出 Mermaid 文本。")
@click.argument("pack_id", metavar="ID")
@click.option("--move", "move_name", metavar="NAME", help="只画这个变动的步骤。")
@click.option("--svg", "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="画成 SVG 图片。")
def diagram(pack_id: str, move_name: str | None, file: Path | None) -> None:
    """Print a diagram as Mermaid text, or write it as SVG."""
    found = pack_named(pack_id)
    move = move_named(found, move_name) if move_name else None
    if file is None:
        click.echo(mermaid.steps(found.definition, move) if move else mermaid.lifecycle(found.definition))
        return
    if move:
        picture = svg(chart(found.definition, move), f"{move.label}流程图", alone=True)
    else:
        picture = drawing.lifecycle(found.definition, "", found.file.pack.title, alone=True)
    file.write_text(str(picture), "utf-8")
    click.echo(str(file))
