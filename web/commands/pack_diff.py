"""`shouxian pack diff`: what two packs ask for differently, in sentences."""

from __future__ import annotations

import click

from states.packs.differences import differences
from web.commands.output import json_option, print_json
from web.commands.pack_named import pack_named


@click.command(help="比较两个方案：从 A 到 B 改了什么，逐条写成话。")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@json_option
def diff(first: str, second: str, as_json: bool) -> None:
    """Say what one pack asks for that another does not."""
    found = differences(pack_named(first), pack_named(second))
    if as_json:
        print_json([{"part": one.part, "text": one.text} for one in found])
        return
    click.echo("\n".join(map(str, found)) or "两个方案的规定没有不同")
