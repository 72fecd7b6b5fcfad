"""Restoring: an archive into an empty instance, as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Date, Engine, Numeric, Table, bindparam, delete, insert, select, text, update

from engine.db import Base, Instant, work
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from states import schema
from states.archives import manifest
from states.archives.manifest import FILES, BadArchive, Manifest

Say = Callable[[str], None]
AT_ONCE = 2000
MADE_BY_INIT = frozenset({"instance", "pack", "worker"})
"""What a new instance may hold; the archive's own takes its place. A worker beside it shows its life again at once."""


def check(file: Path, say: Say) -> Manifest:
    """Look through an archive from end to end; raises `BadArchive` naming what is wrong. Nothing is changed."""
    with manifest.opened(file) as archive:
        found = manifest.read(archive, file)
        if found.revision != schema.head():
            reason = f"备份的表结构是{found.revision}，本程序的是{schema.head()}；请用做备份时的版本恢复"
            raise BadArchive(file, reason)
        try:
            for name, part in found.tables.items():
                if _digest(archive, f"{manifest.TABLES}{name}.jsonl") != part.digest:
                    raise BadArchive(file, f"“{name}”的内容与清单不符：备份已损坏或被改过")
            for digest in found.files:
                if _digest(archive, FILES + digest) != digest:
                    raise BadArchive(file, f"文件{digest[:12]}的内容与清单不符：备份已损坏或被改过")
        except zipfile.BadZipFile as error:
            raise BadArchive(file, "备份已损坏") from error
    say(f"备份完好：{found.rows}行，{len(found.files)}个文件")
    return found


def load(db: Engine, store: FileStore, file: Path, found: Manifest, say: Say) -> None:
    """Put a checked archive into a database that has its tables and nothing else.

    Raises `Refused` when something is there already. The files go first: a row never names one that is missing.
    """
    schema.load_tables()
    with work(db) as session:
        _refuse_full(session.connection())
        with manifest.opened(file) as archive:
            for digest in found.files:
                store.put(archive.read(FILES + digest))
            tables = Base.metadata.sorted_tables
            for table in reversed(tables):
                if table.name in MADE_BY_INIT:
                    session.execute(delete(table))
            for table in tables:
                _table(session.connection(), table, archive, found.tables[table.name].columns)
                say(f"{table.name}：{found.tables[table.name].rows}行")
            for table in tables:
                _close_rings(session.connection(), table, archive, found.tables[table.name].columns)
        if db.dialect.name == "postgresql":
            _number_on(session.connection())


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as lines:
        return hashlib.file_digest(lines, "sha256").hexdigest()  # type: ignore[arg-type]


def _refuse_full(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name not in MADE_BY_INIT and connection.execute(select(table).limit(1)).first() is not None:
            reason = "数据库里已经有数据，只能恢复到空的系统里；请另设 SHOUXIAN_DATABASE_URL 或 SHOUXIAN_DATA"
            raise Refused("restore", [Blocker("not-empty", reason)])


def _rows(table: Table, archive: zipfile.ZipFile, columns: list[str]) -> Iterator[dict[str, Any]]:
    readers = [_reader(table.columns[name]) for name in columns]
    with manifest.line_file(archive, table.name) as lines:
        for line in lines:
            values = (
                v if v is None or read is None else read(v) for read, v in zip(readers, json.loads(line), strict=True)
            )
            yield dict(zip(columns, values, strict=True))


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _reader(column: Column[Any]) -> Callable[[Any], Any] | None:
    if isinstance(column.type, Instant):
        return datetime.fromisoformat
    if isinstance(column.type, Date):
        return date.fromisoformat
    return Decimal if isinstance(column.type, Numeric) else None


def _rings(table: Table) -> list[str]:
    """The columns that point at a table which itself points back here: filled in when both are there."""
    return [column.name for column in table.columns if any(key.use_alter for key in column.foreign_keys)]


def _table(connection: Connection, table: Table, archive: zipfile.ZipFile, columns: list[str]) -> None:
    later: dict[str, None] = dict.fromkeys(_rings(table))
    for some in _batches(_rows(table, archive, columns)):
        connection.execute(insert(table), [row | later for row in some])


def _close_rings(connection: Connection, table: Table, archive: zipfile.ZipFile, columns: list[str]) -> None:
    for name in _rings(table):
        [key] = table.primary_key
        statement = update(table).where(key == bindparam("key_")).values({name: bindparam("value_")})
        pointing = ({"key_": row[key.name], "value_": row[name]} for row in _rows(table, archive, columns) if row[name])
        for some in _batches(pointing):
            connection.execute(statement, some)


def _number_on(connection: Connection) -> None:
    """Let new rows take numbers after those that were restored."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        name = f'"{table.name}"'
        last = f'(SELECT coalesce(max("{column.name}"), 0) FROM {name})'  # noqa: S608 - names of our own tables
        sequence = f"pg_get_serial_sequence('{name}', '{column.name}')"
        connection.execute(text(f"SELECT setval({sequence}, greatest({last}, 1), {last} > 0)"))
