"""Same values, same bytes: in this process, in another, in a worker."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from publicity.documents import DOCUMENTS, find, preview, render
from publicity.fonts import folder
from tests.publicity.papers import village

TELL = (
    "from publicity.documents import DOCUMENTS, preview\n"
    "for name in DOCUMENTS: print(name, preview(name).digest, preview(name).values_digest)"
)


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The surroundings of another machine: fonts in another place, another language, time zone, home and seed."""
    fonts = tmp_path / "other" / "fonts"
    fonts.mkdir(parents=True)
    for prepared in folder.find().iterdir():
        if prepared.name not in (folder.CONFIG, "cache"):
            (fonts / prepared.name).symlink_to(prepared)
    folder.write_config(fonts, (fonts,))
    return {
        "SHOUXIAN_DATA_FONTS": str(fonts),
        "PYTHONHASHSEED": "4711",
        "TZ": "America/New_York",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": "1",
    }


def test_another_machine_prints_the_same_bytes(elsewhere: dict[str, str], tmp_path: Path) -> None:
    here = "".join(f"{name} {preview(name).digest} {preview(name).values_digest}\n" for name in DOCUMENTS)
    command = [sys.executable, "-c", TELL]
    done = subprocess.run(command, env=os.environ | elsewhere, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == here


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_bears_the_papers_own_day(name: str) -> None:
    info = pypdf.PdfReader(BytesIO(preview(name).pdf)).metadata
    assert info is not None
    assert str(info.get("/CreationDate")).startswith(f"D:{find(name).read(find(name).sample()).dated_on():%Y%m%d}")


def test_one_changed_character_changes_both_digests() -> None:
    one, two = render("village_notice", village()), render("village_notice", village(issuer="和平村村民委员会办公室"))
    assert one.digest != two.digest
    assert one.values_digest != two.values_digest


def test_the_paper_bears_the_beginning_of_its_values_digest() -> None:
    from tests.publicity.papers import text  # noqa: PLC0415

    printed = preview("village_notice")
    assert f"校验码：{printed.values_digest[:12].upper()}" in text(printed.pdf)
