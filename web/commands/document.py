"""`shouxian document`: the documents that can be printed, and how each looks; no database is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from engine.errors import BadInput, NotFound, Problem
from publicity.documents import DOCUMENTS, FAMILIES, Document, render
from publicity.errors import InvalidValues, PublicityError, Unprintable
from web.commands.output import json_option, print_json, show
from web.handbook.catalogue import TITLES

COLUMNS = {"name": "名称", "title": "文书", "family": "类别", "trigger": "什么时候印", "clauses": "要求"}


@click.group(help="文书：列出能印的每一种，打印样张，不用数据库。")
def document() -> None:
    """Group the commands about documents."""


@document.command(name="list", help="列出每一种文书：什么时候在哪里印，对应哪条要求。")
@json_option
def list_(as_json: bool) -> None:
    """List the documents."""
    rows = [_row(TITLES[name], one) for name, documents in FAMILIES.items() for one in documents]
    if as_json:
        print_json(rows)
        return
    show([row | {"clauses": " ".join(row["clauses"])} for row in rows], COLUMNS, as_json=False)


@document.command(help="把一种文书的样张，或者按一个文件里的内容，印成 PDF。")
@click.argument("name")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写到哪里。")
@click.option(
    "--values",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="内容（JSON），格式同 shouxian document sample；不写则印样张。",
)
def preview(name: str, out: Path, values: Path | None) -> None:
    """Print the sample, or the values of a file."""
    found = _named(name)
    with _refusals():
        printed = render(name, _read(values) if values else found.sample())
    out.write_bytes(printed.pdf)
    click.echo(f"{out}：《{found.title}》{printed.pages}页，指纹 {printed.digest}")


@document.command(help="输出一种文书样张的内容（JSON），改过以后可以用 preview --values 打印。")
@click.argument("name")
def sample(name: str) -> None:
    """Show the sample's values."""
    print_json(_named(name).sample())


def _row(family: str, one: Document) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "family": family,
        "trigger": one.trigger,
        "clauses": list(one.clauses),
    }


def _named(name: str) -> Document:
    if name not in DOCUMENTS:
        raise NotFound("document", name)
    return DOCUMENTS[name]


def _read(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except ValueError as fault:
        raise BadInput(Problem(file.name, "不是 JSON 文件")) from fault
    if not isinstance(read, dict):
        raise BadInput(Problem(file.name, "应为一个 JSON 对象，格式见 shouxian document sample"))
    return read


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell what a document refuses, each fault on a line."""
    try:
        yield
    except InvalidValues as refused:
        raise BadInput(*(Problem("values", told) for told in refused.problems)) from refused
    except Unprintable as refused:
        raise BadInput(*(Problem("values", one.message) for one in refused.problems)) from refused
    except PublicityError as refused:
        raise BadInput(Problem("values", str(refused))) from refused
