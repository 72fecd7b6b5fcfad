"""Same values, same bytes: in this process, in another, in a worker."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO

import pypdf
import pytest

from publicity.documents import DOCUMENTS, find, render
from tests.publicity.golden import sample
from tests.publicity.papers import village

TELL = (
    "from publicity.documents import DOCUMENTS, preview\n"
    "for name in DOCUMENTS: print(name, preview(name).digest, preview(name).values_digest)"
)


def in_a_fresh_process(seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/New_York", "LANG": "C"}
    done = subprocess.run([sys.executable, "-c", TELL], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_two_processes_print_the_same_bytes() -> None:
    here = "".join(f"{name} {sample(name).digest} {sample(name).values_digest}\n" for name in DOCUMENTS)
    assert in_a_fresh_process("0") == in_a_fresh_process("4711") == here


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_file_bears_the_papers_own_day(name: str) -> None:
    info = pypdf.PdfReader(BytesIO(sample(name).pdf)).metadata
    assert info is not None
    assert str(info.get("/CreationDate")).startswith(f"D:{find(name).read(find(name).sample()).dated_on():%Y%m%d}")


def test_one_changed_character_changes_both_digests() -> None:
    one, two = render("village_notice", village()), render("village_notice", village(issuer="和平村村民委员会办公室"))
    assert one.digest != two.digest
    assert one.values_digest != two.values_digest


def test_the_paper_bears_the_beginning_of_its_values_digest() -> None:
    from tests.publicity.papers import text  # noqa: PLC0415

    printed = sample("village_notice")
    assert f"校验码：{printed.values_digest[:12].upper()}" in text(printed.pdf)
