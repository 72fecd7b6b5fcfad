"""Printing in processes of their own, so that a page that runs wild can be killed and the service goes on.

Each worker is warm before it takes work, is bounded in memory, is killed when a paper takes too long, and makes
room for a fresh one after some hundreds of papers.
"""

from __future__ import annotations

import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self

from publicity import pdf
from publicity.documents.registry import Printed, preview, render
from publicity.errors import PrintFailed, PublicityError

MEMORY = 1 << 30
RECYCLED_AFTER = 200
STARTED_WITHIN = 60.0
Wanted = tuple[str, dict[str, Any], pdf.Variant | None, tuple[pdf.Attached, ...]]
"""What is asked of a worker: the document, its values, the variant, and the files that go inside."""


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
        try:
            worker = self._idle.get(timeout=wait)
        except Empty:
            raise PrintFailed("打印任务太多，请稍后再试") from None
        try:
            answer = self._ask(worker, (name, dict(values), variant, tuple(attached)))
        except BaseException:
            worker.stop()
            self._idle.put(self._ready(self._start()))
            raise
        worker.done += 1
        if worker.done >= RECYCLED_AFTER:
            worker.stop()
            worker = self._ready(self._start())
        self._idle.put(worker)
        if isinstance(answer, PublicityError):
            raise answer
        return answer

    def _ask(self, worker: _Worker, wanted: Wanted) -> Printed | PublicityError:
        try:
            worker.line.send(wanted)
            if not worker.line.poll(self.timeout):
                raise PrintFailed(f"打印超过{self.timeout:g}秒仍未完成，已停止")
            answer: Printed | PublicityError = worker.line.recv()
        except (EOFError, OSError):
            raise PrintFailed("打印进程意外退出（可能内存不足），请减少内容后再试") from None
        return answer

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
        preview("village_notice")  # template, style and fonts, so that the first clerk does not wait for them
        pdf.warm()
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


def _answer(wanted: Wanted) -> Printed | PublicityError:
    name, values, variant, attached = wanted
    try:
        return render(name, values, variant=variant, attached=attached)
    except PublicityError as refusal:
        return refusal
    except MemoryError:
        return PrintFailed("内存不足，请把名单分成几份打印")
    except Exception as fault:  # the caller must get an answer; the kind of fault is all that may leave the worker
        return PrintFailed(f"排版失败（{type(fault).__name__}）")
