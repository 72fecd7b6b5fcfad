"""Preparing fonts: found once, complained of in words, the office's own first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from publicity.errors import FontsMissing
from publicity.fonts import __main__ as command
from publicity.fonts import folder, sources
from publicity.fonts.convert import convert
from publicity.fonts.faces import FACES
from publicity.fonts.folder import ranges
from publicity.fonts.prepare import is_current, plan, prepare

HEIGHTS = (880, -120, 0)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.family)
def test_every_prepared_face_has_the_same_height_and_its_own_name(face: object) -> None:
    with TTFont(folder.find() / face.target) as font:  # type: ignore[attr-defined]
        line, os2 = font["hhea"], font["OS/2"]
        assert (line.ascent, line.descent, line.lineGap) == HEIGHTS
        assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == HEIGHTS
        assert font["head"].unitsPerEm == 1000
        assert "glyf" in font
        assert font["name"].getDebugName(1) == face.family  # type: ignore[attr-defined]
        held = set(font.getBestCmap())
        assert 0x20 in held  # without it the space after a rare character is a box
        assert not [point for point in held if 0xE000 <= point < 0xF900 or point >= 0xF0000]


def test_a_fallback_holds_only_what_the_faces_before_it_lack(tmp_path: Path) -> None:
    prepared = folder.find()
    files = {face.file: prepared / face.target for face in FACES}
    held = plan(list(FACES), files)
    assert not (held["GW FangSong"] & held["GW Ext"]) - {0x20}
    assert ord("䶮") in held["GW Ext"] | held["GW RareA"]


def test_a_machine_without_fonts_is_told_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUXIAN_DATA_FONTS", str(tmp_path))
    with pytest.raises(FontsMissing, match=r"python -m publicity\.fonts prepare"):
        folder.find()


def test_a_missing_source_is_told_with_the_apt_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # a machine on which apt knows no package
    with pytest.raises(FontsMissing, match=r"apt-get install -y --no-install-recommends texlive-lang-chinese"):
        prepare(tmp_path / "fonts", lambda line: None)
    assert not (tmp_path / "fonts").exists()


def test_files_are_taken_out_of_a_package_that_is_not_installed(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "DEBIAN").mkdir(parents=True)
    (tree / "DEBIAN/control").write_text(
        "Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.invalid>\nDescription: x\n", "utf-8"
    )
    (tree / "usr/share/fonts").mkdir(parents=True)
    (tree / "usr/share/fonts/wanted.otf").write_bytes(b"font")
    (tree / "usr/share/fonts/other.otf").write_bytes(b"other")
    deb = tmp_path / "x_1_all.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "--build", str(tree), str(deb)], check=True, capture_output=True)
    assert sources._unpack(deb, ["wanted.otf"], tmp_path) == {"wanted.otf": tmp_path / "wanted.otf"}
    assert (tmp_path / "wanted.otf").read_bytes() == b"font"
    assert not (tmp_path / "other.otf").exists()


def test_an_incomplete_folder_of_sources_is_told_by_file(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"FandolFang-Regular\.otf"):
        sources.gather(tmp_path / "source", lambda line: None, tmp_path)


def test_a_damaged_folder_is_not_taken_for_whole(tmp_path: Path) -> None:
    noted = {"recipe": 1, "versions": {}, "sizes": {"GWLatin.ttf": 3}}
    (tmp_path / folder.STAMP).write_text(json.dumps(noted), "utf-8")
    assert not is_current(tmp_path)
    (tmp_path / "GWLatin.ttf").write_bytes(b"abc")
    assert is_current(tmp_path)
    (tmp_path / "GWLatin.ttf").write_bytes(b"ab")
    assert not is_current(tmp_path)


def test_other_versions_of_the_packages_make_it_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = {"recipe": 1, "versions": {"fonts-lxgw-wenkai": "1.0"}, "sizes": {}}
    (tmp_path / folder.STAMP).write_text(json.dumps(noted), "utf-8")
    shown = "fonts-lxgw-wenkai:\n  Installed: (none)\n  Candidate: {}\n  Version table:\n     1.0 500\n"
    monkeypatch.setattr(sources, "_output", lambda *words: shown.format("1.0"))
    assert is_current(tmp_path)
    monkeypatch.setattr(sources, "_output", lambda *words: shown.format("1:1.5-2"))
    assert not is_current(tmp_path)


def test_prepared_fonts_are_used_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["prepare"]) == 0
    assert "已就绪" in capsys.readouterr().out


def test_check_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["check"]) == 0
    assert "打印字库可用" in capsys.readouterr().out


def test_ranges_are_inclusive() -> None:
    assert ranges(frozenset({1, 2, 3, 7})) == [[1, 3], [7, 7]]


def test_the_offices_own_fonts_come_first(tmp_path: Path) -> None:
    prepared = folder.find()
    own = tmp_path / "own"
    own.mkdir()
    keep = frozenset(map(ord, "和平村关于拟纳入"))
    convert(prepared / "GWXiaoBiaoSong.ttf", own / "fzxbs.ttf", "方正小标宋简体", keep)
    script = (
        "from io import BytesIO; import pypdf\n"
        "from publicity.documents import preview\n"
        "pages = pypdf.PdfReader(BytesIO(preview('village_notice').pdf)).pages\n"
        "print(*{f.get_object()['/BaseFont'] for p in pages for f in p['/Resources']['/Font'].values()})"
    )
    (tmp_path / "fonts").symlink_to(prepared)
    environment = os.environ | {
        "SHOUXIAN_FONTS": str(own),
        "SHOUXIAN_DATA_FONTS": str(tmp_path / "fonts"),
    }
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert "GW-Office-XiaoBiaoSong" in done.stdout
    assert "GW-XiaoBiaoSong" in done.stdout  # for the characters the office's font lacks
