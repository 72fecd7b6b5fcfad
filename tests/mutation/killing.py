"""Running the quick tests with a mistake in the code they look at, each mistake in a process of its own.

The tests are collected once. A mistake in a function is put under the functions that are there already, and only the
tests that call it are run; one outside of functions is met by reading the module anew.
"""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.targets import ROOT, Target

SECONDS = 60
"""A mistake that keeps its tests busy for so long is noticed, too."""
OPTIONS = (
    *("-x", "-q", "-s", "--noconftest", "--tb=no", "--no-header", "--import-mode=importlib"),
    *("-p", "no:cacheprovider", "-p", "no:warnings", "-p", "no:faulthandler"),
    *("-o", "addopts=", "--rootdir", str(ROOT)),
)
THIRD = "alembic chinese_calendar holidays hypothesis psycopg pydantic pypinyin sqlalchemy.orm transitions"

Told = Callable[[Mutant, bool], None]


class Killing:
    """A pytest plugin that runs the collected tests once for each mutant instead of once."""

    def __init__(self, target: Target, mutants: Sequence[Mutant], jobs: int, told: Told) -> None:
        self.target, self.mutants, self.jobs, self.told = target, mutants, jobs, told
        self.looked = self.failed = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Look which test calls what, then let every mutant loose."""
        calling = _calling(session, str(ROOT / self.target.file))
        self.looked, self.failed = True, calling is None
        works: list[tuple[Mutant, Callable[[], bool]]] = []
        for mutant in self.mutants if calling is not None else ():
            if mutant.function:
                items = [item for item in session.items if mutant.function in calling.get(item.nodeid, ())]
                works.append(
                    (mutant, lambda mutant=mutant, items=items: _in_place(session, self.target, mutant, items))
                )
            else:
                works.append((mutant, lambda mutant=mutant: _anew(self.target, mutant)))
        for mutant, survived in _at_once(works, self.jobs):
            self.told(mutant, survived)
        return True


def let_loose(target: Target, mutants: Sequence[Mutant], jobs: int, told: Told) -> bool:
    """Tell of each mutant whether it survived; false when the tests do not pass without any."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    plugin = Killing(target, mutants, jobs, told)
    tests = [str(ROOT / one) for one in target.tests if (ROOT / one).exists()]
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        pytest.main([*OPTIONS, *tests], plugins=[plugin])
    return plugin.looked and not plugin.failed


def warm_up() -> None:
    """Import what no mutant touches: a forked process has it already."""
    for name in THIRD.split():
        importlib.import_module(name)


# --- one process after the other


def _child(work: Callable[[], bool]) -> int:
    """Start a process that prints nothing and exits with 0 when the work says yes."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    code = 1
    try:
        code = 0 if work() else 1
    finally:
        os._exit(code)


def _at_once(works: Sequence[tuple[Mutant, Callable[[], bool]]], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Let so many run beside each other; answer each mutant with whether it survived, as that becomes known."""
    waiting, running = list(works), dict[int, tuple[Mutant, float]]()
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant, work = waiting.pop(0)
            running[_child(work)] = mutant, time.monotonic()
        child, status = os.waitpid(-1, os.WNOHANG)
        if child in running:
            yield running.pop(child)[0], status == 0
            continue
        for late, (_, since) in running.items():
            if time.monotonic() - since > SECONDS:
                os.kill(late, signal.SIGKILL)
        time.sleep(0.002)


# --- in a process


def _calling(session: pytest.Session, file: str) -> Mapping[str, Sequence[str]] | None:
    """Which functions of the file each test calls, looked at in a process of its own; None when one fails."""
    there, here = os.pipe()

    def look() -> bool:
        called: dict[str, set[str]] = {}

        def noted(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_filename == file:
                names.add(frame.f_code.co_qualname)

        for item in session.items:
            names = called.setdefault(item.nodeid, set())
            sys.setprofile(noted)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            sys.setprofile(None)
        with os.fdopen(here, "w") as out:
            json.dump({test: sorted(names) for test, names in called.items()}, out)
        return not session.testsfailed

    child = _child(look)
    os.close(here)
    with os.fdopen(there) as answer:
        text = answer.read()
    passed = os.waitpid(child, 0)[1] == 0
    return json.loads(text) if passed else None


def _in_place(session: pytest.Session, target: Target, mutant: Mutant, items: Sequence[pytest.Item]) -> bool:
    """Whether the tests pass with the mistake under the functions that are there."""
    file = str(ROOT / target.file)
    if not items:
        return True
    put_under(file, compile(mutant.tree, file, "exec"), mutant.function)
    for item in items:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        if session.testsfailed:
            return False
    return True


def put_under(file: str, code: CodeType, function: str) -> None:
    """Give every function of that name in the file its code from another reading of it."""
    fresh = {(one.co_qualname, one.co_firstlineno): one for one in _codes(code)}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename == file:
            new = fresh.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if new and one.__code__.co_qualname.startswith(function.split(".<locals>.", maxsplit=1)[0]):
                one.__code__ = new


def _codes(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _codes(one)


class Instead(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers the import of one module with another text of it."""

    def __init__(self, module: str, file: Path, mutant: Mutant) -> None:
        self.module, self.file, self.mutant = module, file, mutant

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """The spec of the one module."""
        if fullname != self.module:
            return None
        return importlib.util.spec_from_file_location(fullname, self.file, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the other text."""
        exec(compile(self.mutant.tree, str(self.file), "exec"), module.__dict__)


def _anew(target: Target, mutant: Mutant) -> bool:
    """Whether the tests pass in a fresh interpreter's place: nothing of the project is imported before the mistake."""
    ours = [name for name in sys.modules if name.split(".")[0] in ("engine", "states", "publicity", "web")]
    ours += [name for name in sys.modules if name.startswith("tests.") and not name.startswith("tests.mutation")]
    for name in ours:
        del sys.modules[name]
    module = target.file.removesuffix(".py").replace("/", ".")
    sys.meta_path.insert(0, Instead(module, ROOT / target.file, mutant))
    tests = [str(ROOT / one) for one in target.tests if (ROOT / one).exists()]
    return pytest.main([*OPTIONS, *tests]) == 0
