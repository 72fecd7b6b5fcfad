"""`python -m publicity.fonts prepare [--out DIR] [--from DIR] [--anew]` and `check`."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

from publicity.errors import PublicityError
from publicity.fonts import folder
from publicity.fonts.prepare import is_current, prepare


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command speaks


def main(arguments: list[str] | None = None) -> int:
    """Prepare the fonts of this machine, or check them by printing one line; 0 when they can be used."""
    parser = argparse.ArgumentParser(prog="python -m publicity.fonts", description="打印字库")
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare", help="准备打印字库（每台机器一次）")
    preparing.add_argument("--out", type=Path, help="放置字库的文件夹")
    preparing.add_argument("--from", dest="given", type=Path, help="已备好字库源文件的文件夹，不使用 apt")
    preparing.add_argument("--anew", action="store_true", help="即使已就绪也重新准备")
    commands.add_parser("check", help="检查打印字库")
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "prepare":
            where = asked.out.absolute() if asked.out else _where()
            os.environ["SHOUXIAN_DATA_FONTS"] = str(where)
            if not prepare(where, _say, asked.given, anew=asked.anew):
                return 0
        _say(_probe())
    except PublicityError as fault:
        print(fault, file=sys.stderr)  # noqa: T201 - a tool of the shell: whoever started it reads this
        return 1
    return 0


def _where() -> Path:
    """The folder that serves already when it is current, though another user may have made it; else this user's."""
    with suppress(PublicityError):
        found = folder.find()
        if is_current(found):
            return found
    return folder.target()


def _probe() -> str:
    """Print one line with every kind of glyph, which also leaves fontconfig's cache behind for all users."""
    from publicity import pdf  # noqa: PLC0415 - here, as it needs the prepared folder and the system's libraries

    pdf.warm()
    return f"打印字库可用：{folder.find()}（{len(folder.coverage(folder.find()))} 字）"


if __name__ == "__main__":
    sys.exit(main())
