"""The source fonts, by the names of the distribution's packages: installed ones are read in place, others downloaded.

`apt-get download` and `dpkg-deb` need no rights, so an ordinary user can prepare the fonts as well as root, and
texlive-lang-chinese, which holds the 仿宋, need not be installed with its fifty companions.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import copyfileobj, which

from publicity.errors import FontsMissing

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Source:
    """Font files wanted from one package; `packages` lists its names in different distributions, best first."""

    packages: tuple[str, ...]
    files: tuple[str, ...]
    needed: bool = True


SOURCES = (
    Source(
        ("texlive-lang-chinese",),
        (
            "FandolFang-Regular.otf",
            "FandolSong-Bold.otf",
            "FandolSong-Regular.otf",
            "FandolHei-Regular.otf",
            "FandolKai-Regular.otf",
        ),
    ),
    Source(("fonts-lxgw-wenkai",), ("LXGWWenKai-Light.ttf",)),
    Source(("fonts-liberation2", "fonts-liberation"), ("LiberationSerif-Regular.ttf",)),
    Source(("fonts-babelstone-han",), ("BabelStoneHan.ttf",), needed=False),
    Source(("fonts-hanazono",), ("HanaMinA.ttf", "HanaMinB.ttf"), needed=False),
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Where each source file lies now, and the version of every package that gave one."""

    files: dict[str, Path]
    versions: dict[str, str]


def _output(*command: str) -> str:
    done = subprocess.run(  # noqa: S603 - the commands are ours
        command, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"}
    )
    return done.stdout if done.returncode == 0 else ""


def versions(packages: Iterable[str]) -> dict[str, str]:
    """The version of each package, installed or to be had from apt; asked for all at once, as apt is slow to start."""
    if not which("apt-cache"):
        return {}
    found: dict[str, str] = {}
    package = ""
    for line in _output("apt-cache", "policy", *packages).splitlines():
        if line and not line[0].isspace():
            package = line.rstrip(":")
        elif line.startswith("  ") and line[2:3].isalpha() and (words := line.split(":", 1)[1].strip())[:1].isdigit():
            found.setdefault(package, words)  # the installed version stands first, and its files are what is read
    return found


def _installed(package: str, files: Iterable[str]) -> dict[str, Path]:
    """The wanted files of a package that is installed already, by name."""
    listed = _output("dpkg-query", "-L", package) if which("dpkg-query") else ""
    paths = {Path(line).name: Path(line) for line in listed.splitlines()}
    return {name: paths[name] for name in files if name in paths and paths[name].is_file()}


def _unpack(deb: Path, files: Iterable[str], into: Path) -> dict[str, Path]:
    """Take the wanted files out of a downloaded package; links inside it are followed by name alone."""
    wanted, found = set(files), {}
    command = ["dpkg-deb", "--fsys-tarfile", str(deb)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as archive:  # noqa: S603
        assert archive.stdout is not None
        with tarfile.open(fileobj=archive.stdout, mode="r|") as members:
            for member in members:
                name = PurePosixPath(member.name).name
                if name in wanted and member.isfile() and (data := members.extractfile(member)) is not None:
                    found[name] = into / name
                    with found[name].open("wb") as target:
                        copyfileobj(data, target)
    return found


def _downloaded(package: str, files: Iterable[str], into: Path) -> dict[str, Path]:
    """Download one package as whoever we are, take the wanted files out, and drop it."""
    into.mkdir(parents=True, exist_ok=True)
    command = ["apt-get", "download", "-q", package]
    subprocess.run(command, cwd=into, capture_output=True, check=False)  # noqa: S603
    found: dict[str, Path] = {}
    for deb in into.glob(f"{package}_*.deb"):
        found |= _unpack(deb, files, into)
        deb.unlink()
    return found


def gather(into: Path, say: Say, given: Path | None = None) -> Gathered:
    """Find every source font: in the folder `given`, installed, or downloaded to `into`.

    Raises FontsMissing with the apt line to type when a needed one cannot be had.
    """
    files: dict[str, Path] = {}
    taken: dict[str, str] = {}
    known = versions(package for source in SOURCES for package in source.packages)
    for place, source in enumerate(SOURCES, 1):
        found: dict[str, Path] = {}
        if given is not None:
            here = {path.name: path for path in given.rglob("*") if path.name in source.files}
            found, taken[source.packages[0]] = here, f"given:{sum(p.stat().st_size for p in here.values())}"
        for package in () if given is not None else source.packages:
            say(f"[字库 {place}/{len(SOURCES)}] 取得 {package} …")
            found = _installed(package, source.files)
            if len(found) < len(source.files) and package in known:
                found = _downloaded(package, source.files, into)
            if len(found) == len(source.files):
                taken[package] = known.get(package, "")
                break
        if len(found) < len(source.files):
            _complain(source, say, given)
        files |= found
    return Gathered(files, taken)


def _complain(source: Source, say: Say, given: Path | None) -> None:
    """Refuse when a needed source is missing; say what is lost when it is one of those for rare characters."""
    names, package = "、".join(source.files), source.packages[-1]
    if source.needed and given is not None:
        raise FontsMissing(f"文件夹 {given} 中缺少字库文件：{names}")
    if source.needed:
        raise FontsMissing(
            f"缺少字库文件 {names}。请先运行：sudo apt-get update\n"
            f"仍然缺少时运行：sudo apt-get install -y --no-install-recommends {package}\n然后重新准备字库。"
        )
    say(f"没有找到 {package}：部分极生僻的字将无法打印（打印前会指出是哪个字）。")
