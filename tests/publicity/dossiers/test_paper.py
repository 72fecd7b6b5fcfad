"""What a household's file says, and what is inside it."""

from __future__ import annotations

import io
import json
import zipfile
from importlib.resources import files

from engine.db import reading
from publicity.dossiers import conformity
from publicity.dossiers.check import canonical
from publicity.dossiers.legible import legible
from publicity.dossiers.making import PART, parts
from states.dossiers.dossier import gather
from states.practice.staff import AUDITOR, BY_ID
from tests.publicity.dossiers.conftest import BOOK, Office
from tests.publicity.papers import text
from web.cases.entries import told


def test_the_paper_bears_its_own_record_and_says_what_the_record_says(office: Office, lot: bytes) -> None:
    households, made = parts(lot)
    packed = dict(made)
    first = households[0]
    pdf, record = packed[first["pdf"]], json.loads(packed[first["record"]])

    assert conformity.lacks(pdf, "pdf/a-3b") == []
    assert conformity.attachments(pdf) == {"record.json": packed[first["record"]]}
    shown = text(pdf)
    for words in (
        "一户一档",
        record["household"]["head_name"],
        record["household"]["number"],
        "他家买了车",
        "查无此事",
    ):
        assert words in shown
    assert "村民小组公共场所2021.10" in shown
    assert "补录" in shown
    for entry in record["chains"][0]["entries"]:
        assert entry["seal"][:12] in shown
    for file in (file for one in record["evidence"] for file in one["files"]):
        assert file["digest"][:12] in shown


def test_what_no_font_can_print_is_written_as_its_code_point(lot: bytes) -> None:
    assert legible("情况属实\ue863\n好") == "情况属实〔U+E863〕 好"
    assert legible("长" * 700).endswith("（全文见record.json）")
    _households, made = parts(lot)
    assert "情况属实\ue863".encode() in next(data for name, data in made if name.endswith("record.json"))


def test_who_objected_is_in_no_file(lot: bytes) -> None:
    _households, made = parts(lot)
    record = next(data for name, data in made if name.endswith("record.json"))
    assert "他家买了车".encode() in record
    assert b"13900000099" not in record
    assert "王二".encode() not in record


def test_every_field_of_the_record_is_explained_beside_it(lot: bytes) -> None:
    _households, made = parts(lot)
    record = json.loads(next(data for name, data in made if name.endswith("record.json")))
    said = files("publicity").joinpath("dossiers", "guide.txt").read_text("utf-8")
    assert [name for name in record if f"  {name} " not in said] == []
    assert record["schema"] in said


def test_the_record_is_the_one_text_that_the_ledger_would_seal(office: Office) -> None:
    with reading(office.db) as session:
        dossiers = gather(session, BOOK, office.cases, told, AUDITOR)
    assert [canonical(json.loads(one.text())).encode() for one in dossiers] == [one.text() for one in dossiers]


def test_households_outside_the_area_are_left_out(office: Office) -> None:
    with reading(office.db) as session:
        assert gather(session, BOOK, office.cases, told, BY_ID["village-2"]) == []


def test_a_lot_says_what_it_holds(lot: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(lot)) as archive:
        assert len(archive.namelist()) == 2 * len(json.loads(archive.read(PART))) + 1
