"""How a command ends when it cannot be done: one clear line per reason, no trace of the program's inside."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from engine.errors import BadInput, NotFound, Problem, Refused
from web.settings import SettingsError

FOUND, WRONG_USE = 1, 2


class Guarded(click.Group):
    """A group whose commands end in plain words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what it raises into lines and an exit code."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            _end(ctx, [str(error)], WRONG_USE)
        except Refused as error:
            _end(ctx, [_with_date(blocker.message, blocker.earliest_on) for blocker in error.blockers], FOUND)
        except BadInput as error:
            _end(ctx, [_with_place(problem) for problem in error.problems], FOUND)
        except NotFound as error:
            _end(ctx, [f"找不到：{error.key}"], FOUND)
        except DBAPIError as error:
            _end(ctx, [f"数据库出错：{_first_line(error.orig)}", "检查办法：shouxian doctor"], FOUND)
        except OSError as error:
            _end(ctx, [f"读写失败：{error.filename or ''} {error.strerror or error}".strip()], FOUND)


def _with_date(text: str, earliest: object) -> str:
    return f"{text}（最早{earliest}）" if earliest else text


def _with_place(problem: Problem) -> str:
    """The reason, with its place where that is one for people: a file and line, not the name of a field."""
    return problem.reason if problem.where.isidentifier() and problem.where.isascii() else str(problem)


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [""])[0]


def _end(ctx: click.Context, lines: list[str], code: int) -> None:
    for line in lines:
        click.echo(line, err=True)
    ctx.exit(code)
