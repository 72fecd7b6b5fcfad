"""`shouxian worker`: a process that does background jobs."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from threading import Event, Thread

import click

from web import logs, stuck
from web.commands.installation import opened
from web.worker.companion import Companion
from web.worker.kinds import handlers
from web.worker.rounds import keep
from web.worker.workplace import Workplace


@click.command(help="后台任务：办理排队的任务，可以在多台电脑上开任意多个。按 Ctrl+C 办完手上这一段后停止。")
@click.option("--slots", type=click.IntRange(1, 32), default=1, help="同时办几个任务，每个一个进程；默认1。")
@click.option("--beside", is_flag=True, hidden=True, help="标准输入结束时停止；供 shouxian serve 使用。")
def worker(slots: int, beside: bool) -> None:
    """Do background jobs until told to stop."""
    here = opened()
    logs.configure(here.settings.log_level)
    if not beside:
        stuck.look(here.db)
    from web.worker import loop  # noqa: PLC0415 - loads DBOS, which takes two seconds that no other command has

    stop = loop.Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if beside:
        Thread(target=_await_the_end_of_input, args=(stop.set,), daemon=True).start()
    rounds = Event()
    Thread(target=keep, args=(here.db, here.settings, rounds), name="rounds", daemon=True).start()
    others = [Companion() for _ in range(slots - 1)]
    try:
        kept = loop.live(here.db, handlers(Workplace(here.settings.evidence)), stop)
    finally:
        rounds.set()
        for one in others:
            one.dismiss()
        for one in others:
            one.close()
    if not kept:
        raise click.exceptions.Exit(1)


def _await_the_end_of_input(end: Callable[[], None]) -> None:
    """End with whoever started this process, however that one ended: its end of the pipe is closed for it."""
    while sys.stdin.buffer.read(1024):
        pass
    end()
