"""The names of the packages are short, so it is proved that Python finds ours and no other."""

import importlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["engine", "states", "publicity", "web"]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_the_one_of_this_project(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).resolve().parent == ROOT / name


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_initialises_nothing(name: str) -> None:
    code = "\n".join(
        line
        for line in (ROOT / name / "__init__.py").read_text("utf-8").splitlines()
        if line.strip() and not line.startswith(("#", '"""'))
    )
    assert code == ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel that is built here and now."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("name", PACKAGES)
def test_the_wheel_carries_every_file_of_a_package(wheel: set[str], name: str) -> None:
    written = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / name).rglob("*")
        if file.is_file() and file.suffix != ".pyc" and "__pycache__" not in file.parts
    }
    assert written <= wheel


@pytest.mark.parametrize("kind", [".html", ".css", ".toml", ".mo"])
def test_the_wheel_carries_templates_styles_packs_and_translations(wheel: set[str], kind: str) -> None:
    assert [name for name in wheel if name.endswith(kind)]


def test_the_wheel_carries_nothing_else(wheel: set[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in wheel} <= {*PACKAGES, "shouxian"}


def test_the_wheel_makes_the_command(wheel: set[str]) -> None:
    assert [name for name in wheel if name.endswith(".dist-info/entry_points.txt")]
