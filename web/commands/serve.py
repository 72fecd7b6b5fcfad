"""`shouxian serve`: the web service."""

from __future__ import annotations

import os
import select
import sys

import click
import waitress

from states.wordings import orphans
from web import long_lived, stuck
from web.app import create_app
from web.commands.installation import wall
from web.settings import Settings, load
from web.site import NAME
from web.training import PASSWORD, begin
from web.worker.companion import Companion

THREADS, CONNECTIONS, IDLE = 8, 800, 30
"""A village at once: waitress's own hundred connections are soon held by telephones that have read already."""


@click.command(help="启动网页服务；没有配置过的第一次启动会建一个练习系统。")
@click.option("--host", help="监听地址，默认只在本机（127.0.0.1）。")
@click.option("--port", type=click.IntRange(1, 65535), help="端口，默认8000。")
@click.option("--workers", type=click.IntRange(1, 64), default=1, help="进程数；大于1时用 gunicorn，适合 PostgreSQL。")
def serve(host: str | None, port: int | None, workers: int) -> None:
    """Serve; the first start that nobody configured creates a training instance."""
    settings = load()
    host, port = host or settings.host, port or settings.port
    first = not settings.is_configured and not (settings.data / "shouxian.sqlite").exists()
    if first:
        for account in begin(settings, click.echo, wall()):
            click.echo(f"  账号 {account.username}  密码 {account.password}  （{account.post} {account.name}）")
    app = create_app(settings)  # refuses here, before anything listens
    for one in orphans.wrong(stuck.look(app.extensions[NAME].db)):
        click.echo(f"有办不下去的户：{one.message}（{one.cases}户），请运行 shouxian pack orphans")
    if app.extensions[NAME].training and not first:
        click.echo(
            f"练习系统：演示账号如 village-1、township-1、leader、county-1、admin，没有改过的密码都是 {PASSWORD}"
        )
    click.echo(f"守线已启动：{_address(settings, host, port)}  （按 Ctrl+C 停止）")
    beside = Companion() if settings.worker_beside and settings.database.startswith("sqlite:") else None
    try:
        if workers > 1:
            _gunicorn(host, port, workers, beside)
        long_lived.settle(app.extensions[NAME].db)
        waitress.serve(
            app, host=host, port=port, threads=THREADS, ident=None, max_request_body_size=_body(settings),
            connection_limit=CONNECTIONS, channel_timeout=IDLE, asyncore_use_poll=hasattr(select, "poll"),
        )  # fmt: skip
    finally:
        if beside:
            beside.close()


def _body(settings: Settings) -> int:
    return (max(settings.max_upload_mb, settings.max_scan_mb) + 1) * 1024 * 1024


def _address(settings: Settings, host: str, port: int) -> str:
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - only compared
    return f"{'https' if settings.https else 'http'}://{shown}:{port}/"


def _gunicorn(host: str, port: int, workers: int, beside: Companion | None) -> None:
    """Become gunicorn; each worker builds its own application and its own connections."""
    if os.name == "nt":
        raise click.UsageError("Windows 上只能用一个进程（--workers 1）")
    threads = ["-k", "gthread", "--threads", str(THREADS)]
    arguments = ["-b", f"{host}:{port}", "-w", str(workers), *threads, "web.wsgi:create()"]
    sys.stdout.flush()
    if beside:
        beside.outlive_exec()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - our own interpreter
