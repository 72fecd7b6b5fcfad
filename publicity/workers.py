"""Printing in processes of their own, so that a page that runs wild can be killed and the service goes on.

Each worker is warm before it takes work, is bounded in memory, is killed when a paper takes too long, and makes
room for a fresh one after some hundreds of papers.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, Self

from publicity import pdf
from publicity.documents import find
from publicity.documents.registry import Printed, preview, render
from publicity.documents.together import Together, render_together
from publicity.drawing.long_lists import LONG
from publicity.errors import PrintFailed, PublicityError

MEMORY = 1 << 30
RECYCLED_AFTER = 200
STARTED_WITHIN = 60.0
Wanted = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""What is asked of a worker: one of the two ways to print, and what it is given."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    line: Connection
    done: int = 0

    def stop(self) -> None:
        """End the process whatever it is doing."""
        self.line.close()
        self.process.kill()
        self.process.join()


class Presses:
    """A number of warm printing processes; use it as a context, or `close()` it."""

    def __init__(self, number: int = 2, *, timeout: float = 60.0, memory: int = MEMORY) -> None:
        self.timeout, self.memory = timeout, memory
        self._context = get_context("spawn")  # a fork would copy the web server's threads and locks half-way
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        starting = [self._start() for _ in range(number)]
        for worker in starting:
            self._idle.put(self._ready(worker))
        self._number = number

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop every worker; one that is printing is waited for."""
        for _ in range(self._number):
            self._idle.get().stop()
        self._number = 0

    def render(
        self,
        name: str,
        values: Mapping[str, Any],
        *,
        variant: pdf.Variant | None = None,
        attached: Sequence[pdf.Attached] = (),
        wait: float = 60.0,
    ) -> Printed:
        """Print as `documents.render` does, with its refusals.

        Raises PrintFailed after the timeout, a crash, or when no worker came free within `wait` seconds.
        """
        printed: Printed = self._print(
            (render, (name, dict(values)), {"variant": variant, "attached": tuple(attached)}), wait
        )
        return printed

    def together(self, name: str, many: Sequence[Mapping[str, Any]], *, wait: float = 60.0) -> Together:
        """Print one document for many as `documents.render_together` does; raises PrintFailed as `render` does."""
        printed: Together = self._print((render_together, (name, [dict(values) for values in many]), {}), wait)
        return printed

    def _print(self, wanted: Wanted, wait: float) -> Any:
        try:
            worker = self._idle.get(timeout=wait)
        except Empty:
            raise PrintFailed("打印任务太多，请稍后再试") from None
        try:
            answer = self._ask(worker, wanted)
        except BaseException:
            worker.stop()
            self._idle.put(self._ready(self._start()))
            raise
        worker.done += 1
        if worker.done >= RECYCLED_AFTER:
            Thread(target=self._renew, args=(worker,), name="press", daemon=True).start()
        else:
            self._idle.put(worker)
        if isinstance(answer, PublicityError):
            raise answer
        return answer

    def _renew(self, worn: _Worker) -> None:
        """Put a fresh worker in the place of a worn one, which goes on where none can be started."""
        try:
            fresh = self._ready(self._start())
        except PublicityError:
            worn.done = 0
            self._idle.put(worn)
            return
        worn.stop()
        self._idle.put(fresh)

    def _ask(self, worker: _Worker, wanted: Wanted) -> Any:
        try:
            worker.line.send(wanted)
            if not worker.line.poll(self.timeout):
                raise PrintFailed(f"打印超过{self.timeout:g}秒仍未完成，已停止")
            return worker.line.recv()
        except (EOFError, OSError):
            raise PrintFailed("打印进程意外退出（可能内存不足），请减少内容后再试") from None

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self.memory), daemon=True, name="press")
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _ready(self, worker: _Worker) -> _Worker:
        """The worker once it is warm; the PublicityError that kept it from becoming so."""
        try:
            said = worker.line.recv() if worker.line.poll(STARTED_WITHIN) else PrintFailed("打印进程没有启动")
        except EOFError:
            said = PrintFailed("打印进程没有启动")
        if isinstance(said, PublicityError):
            worker.stop()
            raise said
        return worker


def _serve(line: Connection, memory: int) -> None:
    """A worker's life: warm up, then paper after paper until the line is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        _warm()
        line.send("ready")
    except PublicityError as fault:
        line.send(fault)
        return
    while True:
        try:
            wanted: Wanted = line.recv()
        except EOFError:
            return
        line.send(_answer(wanted))


def _warm() -> None:
    """Load templates, styles and fonts, for what is laid out and for what is drawn; the first clerk shall not wait."""
    notice, form = find("village_notice").sample(), find("informed_consent").sample()
    preview("village_notice")
    render("village_notice", notice | {"entering": notice["entering"] * LONG})
    render_together("informed_consent", [form, form | {"head": "和志强"}])
    pdf.warm()


def _answer(wanted: Wanted) -> Any:
    act, facts, wishes = wanted
    try:
        return act(*facts, **wishes)
    except PublicityError as refusal:
        return refusal
    except MemoryError:
        return PrintFailed("内存不足，请把名单分成几份打印")
    except Exception as fault:  # the caller must get an answer; the kind of fault is all that may leave the worker
        return PrintFailed(f"排版失败（{type(fault).__name__}）")
