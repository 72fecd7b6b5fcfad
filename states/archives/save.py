"""Backing up: the whole database as it stands at one moment, and every file, in one archive.

Tables are written as plain lines, not as the database's own file: the same archive comes back on SQLite and on
PostgreSQL, and no tool of either database is needed. Nobody has to stop working meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select

from engine.db import Base, stamp
from engine.files import FileStore
from states import schema
from states.archives.manifest import FILES, TABLES, Manifest, Part

Say = Callable[[str], None]
AT_ONCE = 2000


def save(db: Engine, store: FileStore, file: Path, at: datetime, say: Say) -> Manifest:
    """Write the archive; the file appears only when it is whole."""
    schema.load_tables()
    passing = file.with_name(f".{file.name}.{os.getpid()}.part")
    passing.touch(mode=0o600)  # what is in it concerns people
    try:
        with zipfile.ZipFile(passing, "w", zipfile.ZIP_DEFLATED) as archive:
            made = Manifest(stamp(at), schema.current(db) or "")
            with _moment(db) as connection:
                for table in Base.metadata.sorted_tables:
                    made.tables[table.name] = _table(connection, table, archive)
                    say(f"{table.name}：{made.tables[table.name].rows}行")
            for digest in store.digests():  # after the rows: a row never names a file that came later
                data = store.get(digest)
                archive.writestr(FILES + digest, data, zipfile.ZIP_STORED)
                made.files[digest] = len(data)
            say(f"文件：{len(made.files)}个")
            made.write(archive)
        passing.replace(file)
    finally:
        passing.unlink(missing_ok=True)
    return made


@contextmanager
def _moment(db: Engine) -> Iterator[Connection]:
    """One look at everything: what others commit meanwhile is not in it."""
    level = {"isolation_level": "REPEATABLE READ"} if db.dialect.name == "postgresql" else {}
    with db.connect().execution_options(**level) as connection, connection.begin():
        yield connection


def _table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> Part:
    digest, rows = hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
    with archive.open(f"{TABLES}{table.name}.jsonl", "w", force_zip64=True) as out:
        for some in connection.execute(query).partitions():
            lines = "".join(json.dumps(list(row), ensure_ascii=False, default=_plain) + "\n" for row in some).encode()
            digest.update(lines)
            out.write(lines)
            rows += len(some)
    return Part([column.name for column in table.columns], rows, digest.hexdigest())


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in an archive")
