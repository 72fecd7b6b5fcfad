"""`shouxian backup` and `shouxian restore`: everything in one file, and back again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from engine.db import connect, reading
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.verify import verify
from states.archives.load import check, load
from states.archives.save import save
from web import settings
from web.commands.installation import opened, wall
from web.commands.output import json_option, print_json, say
from web.commands.refusals import FOUND
from web.training import prepare


@click.command(help="备份：数据库和全部文件存成一个文件，其间照常办公。密钥和设置不在其中，请另行保管。")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Back the installation up."""
    here = opened()
    if file.exists():
        raise Refused("backup", [Blocker("file-exists", "“%(file)s”已经有了，请换一个文件名", {"file": file.name})])
    made = save(here.db, FileStore(here.settings.evidence), file, wall(), say)
    if as_json:
        rows = {name: part.rows for name, part in made.tables.items()}
        print_json({"file": str(file), "bytes": file.stat().st_size, "tables": rows, "files": len(made.files)})
    else:
        size = file.stat().st_size / 1024 / 1024
        click.echo(f"已备份到{file}：{made.rows}行，{len(made.files)}个文件，{size:.1f} MB")


@click.command(help="恢复：把备份装进一个空的系统，随后核对台账；核对出问题退出码为1。")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def restore(file: Path, as_json: bool) -> None:
    """Restore a backup into an empty instance and verify its ledger."""
    found, in_force = check(file, say), settings.load()
    prepare(in_force, training=False)
    db = connect(in_force.database, full=in_force.full_sync)
    try:
        load(db, FileStore(in_force.evidence), file, found, say)
        say("正在核对台账……")
        with reading(db) as session:
            verified = verify(session)
    finally:
        db.dispose()
    if as_json:
        print_json({"rows": found.rows, "files": len(found.files), "ledger": asdict(verified)})
    else:
        click.echo(f"已恢复{found.rows}行、{len(found.files)}个文件；核对了{verified.entries}条台账")
        for fault in verified.faults:
            click.echo(f"案卷{fault.case_id or ''}：{fault.reason}")
    if verified.faults:
        raise click.exceptions.Exit(FOUND)
