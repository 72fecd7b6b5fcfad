"""What is kept in git works on every machine: no path of one machine, no host of a package index."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".gif", ".ico", ".jpg", ".mo", ".ods", ".pdf", ".png", ".ttf", ".woff2", ".xls", ".xlsx", ".zip"}
# Folders that exist on one machine only; put together here, so that this file does not name them itself.
MACHINE = re.compile(r"(?<![\w.~}])/(" + "|".join(["work", "root", "home/\\w+", "Users/\\w+", "tmp"]) + r")/")
MADE = re.compile(r"(^|/)(\.(?!ci/)|__pycache__/)")
INDEX = re.compile(
    r"(pypi\.org|pythonhosted\.org|--index-url|--extra-index-url|mirrors?\.[\w-]+\.(com|cn|org)|/simple/)"
)


def tracked() -> list[Path]:
    """Every text file that git keeps or would keep; all but hidden and made ones where the project came without git."""
    if (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        files = [ROOT / name for name in listed.split("\0") if name]
    else:
        files = [file for file in ROOT.rglob("*") if not MADE.search(file.relative_to(ROOT).as_posix())]
    return [file for file in files if file.is_file() and file.suffix not in BINARY and file != Path(__file__).resolve()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """File, line number and text of every match."""
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for file in tracked()
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert lines_with(MACHINE) == []


def test_no_file_names_a_package_index() -> None:
    assert lines_with(INDEX) == []


def test_no_file_leaves_work_behind() -> None:
    marks = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
    assert lines_with(marks) == []


@pytest.mark.parametrize("line", ["cd " + "/work" + "/main", "'" + "/tmp" + "/x'", "open('/" + "home/li/a')"])
def test_a_folder_of_one_machine_is_recognised(line: str) -> None:
    assert MACHINE.search(line)


@pytest.mark.parametrize("line", ["/case/1/work/", "https://example.gov.cn/home", "tmp/x", "/workdays/add"])
def test_an_ordinary_path_is_not(line: str) -> None:
    assert not MACHINE.search(line)
