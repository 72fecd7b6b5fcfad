"""The command line: `shouxian NOUN VERB`. Exit 0 done, 1 refused or something was found, 2 wrong use."""

from __future__ import annotations

import click

from web.commands import COMMANDS
from web.commands.refusals import Guarded


@click.group(
    cls=Guarded,
    help="守线：防止返贫动态监测的办理、公示与留痕。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="shouxian", prog_name="shouxian")
def main() -> None:
    """Run the command line."""


for command in COMMANDS:
    main.add_command(command)
