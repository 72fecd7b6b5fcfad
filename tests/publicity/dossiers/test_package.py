"""A package proves itself: whatever is done to it afterwards is found, and named by where it is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from publicity.dossiers.check import MANIFEST, SUM, Unreadable, check, main
from tests.publicity.dossiers.conftest import Office
from tests.publicity.dossiers.forging import forge, list_anew, records, rewrite


def faults(path: Path, kept: str | None = None) -> list[tuple[str, str]]:
    return check(path, kept)[0]


@pytest.fixture
def folder(package: Path, tmp_path: Path) -> Path:
    """The package unpacked, as an auditor would."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def test_a_package_in_order_is_found_in_order_by_its_own_checker_alone(package: Path, folder: Path) -> None:
    for given in (package, folder):
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(folder / "check.py"), str(given)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "档案完好" in done.stdout
    assert oct(package.stat().st_mode)[-3:] == "600"


def test_the_same_households_give_the_same_bytes(office: Office, lot: bytes, package: Path, tmp_path: Path) -> None:
    assert office.package(tmp_path / "again.zip", lot).read_bytes() == package.read_bytes()


def test_one_changed_byte_in_any_file_is_named_by_its_path(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        files = {one.filename: one.header_offset + 30 + len(one.filename.encode()) + len(one.extra) + 20
                 for one in archive.infolist()}  # fmt: skip
        sizes = {one.filename: one.file_size for one in archive.infolist()}
    whole = package.read_bytes()
    for name, size in sizes.items():
        start = whole.index(zipfile_body(package, name)[:64], files[name] - 40)
        for at in {0, size // 2, size - 1}:
            package.write_bytes(flipped(whole, start + at))
            found = {where for where, _what in faults(package)}
            assert name in found or (name == SUM and MANIFEST in found), (name, at, found)


def zipfile_body(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as archive:
        return archive.read(name)


def flipped(whole: bytes, at: int) -> bytes:
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def test_a_changed_byte_outside_the_files_is_found_as_well(package: Path) -> None:
    whole = package.read_bytes()
    directory = whole.index(b"PK\x01\x02")
    with zipfile.ZipFile(package) as archive:
        heads = [one.header_offset + n for one in archive.infolist()[:3] for n in range(0, 30, 7)]
    for at in [*heads, *range(directory, len(whole), 17), len(whole) - 81, len(whole) - 82]:
        package.write_bytes(flipped(whole, at))
        with suppress(Unreadable):
            assert faults(package), at


def test_files_that_are_missing_added_or_swapped_are_named(folder: Path) -> None:
    one, other = records(folder)
    swapped = one.read_bytes(), other.read_bytes()
    one.write_bytes(swapped[1])
    other.write_bytes(swapped[0])
    photo = next(folder.glob("files/*.jpg"))
    photo.unlink()
    (folder / "files" / "extra.pdf").write_bytes(b"%PDF-")

    found = dict(reversed(faults(folder)))

    names = [file.relative_to(folder).as_posix() for file in (one, other, photo)]
    assert found[names[0]] == f"里面是“{names[1]}”的内容：被调换"
    assert found[names[1]] == f"里面是“{names[0]}”的内容：被调换"
    assert found[names[2]] == "不见了"
    assert found["files/extra.pdf"] == "清单里没有这个文件，是后加的"


TAMPERINGS: dict[str, tuple[Callable[[Any], object], str]] = {
    "an entry says otherwise": (
        lambda record: record["chains"][0]["entries"][3].update(actor_name="某人"), "第4条：内容与封印不符",
    ),
    "an entry is gone": (lambda record: record["chains"][0]["entries"].pop(3), "第4条不见了"),
    "the last entry is gone": (lambda record: record["chains"][0]["entries"].pop(), "末尾有增删"),
    "the day of a notice is another": (
        lambda record: record["chains"][1]["entries"][-2].update(facts='{"on":"2021-10-01"}'), "内容与封印不符",
    ),
    "a visit found something else": (
        lambda record: record["evidence"][0]["body"].update(findings="收入很高"), "与台账第3条登记的不符",
    ),
    "a photo of another visit": (
        lambda record: record["evidence"][-1]["files"][0].update(digest="0" * 64), "登记的不符",
    ),
    "a paper is gone": (lambda record: record["evidence"].pop(0), "台账第3条登记的材料不见了"),
    "a paper was slipped in": (
        lambda record: record["evidence"].append(record["evidence"][0] | {"evidence": 999}), "台账里没有登记",
    ),
    "a whole chain is gone": (lambda record: record["chains"].pop(), "台账不见了"),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_is_changed_together_with_the_list_disagrees_with_the_ledger(folder: Path, what: str) -> None:
    change, told = TAMPERINGS[what]
    first = records(folder)[0]
    rewrite(first, change)
    list_anew(folder)

    found = faults(folder)

    assert {where for where, _said in found} == {first.relative_to(folder).as_posix()}
    assert any(told in said for _where, said in found), found


def test_a_package_forged_as_a_whole_is_found_beside_a_list_of_seals_kept_elsewhere(folder: Path) -> None:
    [sealed] = json.loads((folder / MANIFEST).read_text())["seals"]
    kept = f"{sealed['day']} {sealed['root']}\n2021-12-01 {'a' * 64}\n"
    assert faults(folder, kept) == []

    forge(folder)

    assert faults(folder) == []  # by itself it cannot know
    assert faults(folder, kept) == [("2021-11-20总封印", "另存的清单里没有这个封印：档案可能是整个另造的")]


def test_a_package_whose_seals_were_left_out_is_found_beside_the_list(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    [sealed] = manifest.pop("seals")
    del manifest["files"][sealed["file"]]
    (folder / sealed["file"]).unlink()
    list_anew(folder, manifest | {"seals": []})

    found = faults(folder, f"{sealed['day']} {sealed['root']}")

    assert any("却没有被总封印封住" in said for _where, said in found)


def test_what_the_store_has_lost_is_named_by_package_and_checker(office: Office, lot: bytes, tmp_path: Path) -> None:
    shutil.copytree(office.store._root, tmp_path / "files")
    photo = next(
        path for path in (tmp_path / "files").rglob("*") if path.is_file() and path.read_bytes()[:2] == b"\xff\xd8"
    )
    photo.unlink()
    poorer = Office(office.db, type(office.store)(str(tmp_path / "files")), office.cases)

    found = faults(poorer.package(tmp_path / "archive.zip", lot))

    assert found == [(f"files/{photo.name}", "做档案时文件库里就没有“入户.jpg”")]


def test_what_is_no_package_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.zip").write_text("not a zip")
    assert main([str(tmp_path / "a.zip")]) == 2
    assert main([str(tmp_path / "none.zip")]) == 2
    assert main([]) == 2
    assert main([str(tmp_path)]) == 1
    assert "用法" in capsys.readouterr().out
