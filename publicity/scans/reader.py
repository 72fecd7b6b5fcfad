"""Reading scanned files in a process of its own: bounded in memory and time, and started anew when a page kills it."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from publicity.errors import PublicityError
from publicity.scans.errors import LeafBroken, ScanRefused
from publicity.scans.leaf import Leaf

MEMORY, TIMEOUT = 1 << 30, 60.0
TOO_MUCH = "这一页太大或者太复杂，读不了"


@dataclass(slots=True)
class _Process:
    process: BaseProcess
    line: Connection

    def stop(self) -> None:
        """End it whatever it is doing."""
        self.line.close()
        self.process.kill()
        self.process.join()


class Reader:
    """Opens one file after the other and reads their pages; use it as a context."""

    def __init__(self, *, memory: int = MEMORY, timeout: float = TIMEOUT) -> None:
        self._memory, self._timeout = memory, timeout
        self._file = b""
        self._process: _Process | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def open(self, data: bytes) -> int:
        """Open a file; how many pages it has. Raises ScanRefused."""
        self._file = data
        answer = self._ask(data)
        if answer is None:
            raise ScanRefused("文件太大或者太复杂，读不了；请重新扫描")
        assert isinstance(answer, int)
        return answer

    def leaf(self, number: int) -> Leaf:
        """A page of the opened file, counted from 0; raises LeafBroken."""
        if self._process is None:
            self.open(self._file)
        answer = self._ask(number)
        if answer is None:
            raise LeafBroken(TOO_MUCH)
        assert isinstance(answer, Leaf)
        return answer

    def _ask(self, what: bytes | int) -> Leaf | int | None:
        """The answer; None when the process died or took too long over it. Raises what it refused."""
        process = self._process = self._process or self._start()
        try:
            process.line.send(what)
            answer = process.line.recv() if process.line.poll(self._timeout) else None
        except (EOFError, OSError):
            answer = None
        if answer is None:
            self._stop()
        if isinstance(answer, PublicityError):
            raise answer
        return answer

    def _start(self) -> _Process:
        context = get_context("spawn")  # a fork would copy the worker's threads and locks half-way
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._memory), daemon=True, name="reader")
        process.start()
        theirs.close()
        return _Process(process, ours)

    def _stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None


def _serve(line: Connection, memory: int) -> None:
    """A reader's life: open what is bytes, read the page that is a number, until the line is closed."""
    from publicity.scans.file import File  # noqa: PLC0415 - only this process loads the libraries it needs

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    file: File | None = None
    while True:
        try:
            asked = line.recv()
        except EOFError:
            return
        try:
            if isinstance(asked, bytes):
                file = None  # the one before is let go first
                file = File(asked)
                line.send(file.leaves)
            elif file is not None:
                line.send(file.leaf(asked))
        except PublicityError as refusal:
            line.send(refusal)
        except Exception:  # memory, or a mistake of a library: the page is unreadable, and no more is told
            line.send(LeafBroken(TOO_MUCH) if isinstance(asked, int) else ScanRefused("文件损坏，打不开；请重新扫描"))
