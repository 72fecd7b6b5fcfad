"""Two households of one village with everything a file can hold, and the package made of them once for all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Engine

from engine.db import reading, work
from engine.files import FileStore
from engine.seals import seal
from publicity.documents import render
from publicity.dossiers.making import Maker
from publicity.dossiers.packing import pack
from publicity.notice_papers import print_notice
from states import objecting
from states.book import open_book
from states.evidence.record import record
from states.help.risks import Danger, name_risk
from states.households import Household
from states.practice import township
from states.practice.days import at
from states.practice.lists import lists_of
from states.practice.staff import AUDITOR, CLERKS, OPERATORS
from states.practice.walk import walk
from states.uploads import Upload, keep
from tests import databases
from web.cases.entries import told

BOOK = open_book()
OPENS, SEALED, MADE = date(2021, 10, 19), datetime(2021, 11, 20, 15, tzinfo=UTC), datetime(2021, 12, 1, 2, tzinfo=UTC)


@dataclass
class Office:
    """The database with its households, the store of files, and the maker."""

    db: Engine
    store: FileStore
    cases: list[int]

    def maker(self, typeset: Any = render) -> Maker:
        return Maker(self.store, typeset, BOOK, told)

    def package(self, file: Path, lot: bytes) -> Path:
        with reading(self.db) as session:
            pack(file, "和平村", [lot], session, self.store, by=AUDITOR, at=MADE)
        return file


@pytest.fixture(scope="package")
def office(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("dossiers")
    db, store = databases.fresh_sqlite(run_folder, folder / "office.sqlite"), FileStore(str(folder / "files"))

    def printing(session: Any, book: Any, notice: Any, by: Any, on: Any) -> None:
        print_notice(session, book, notice, "https://example.invalid/n/1", store, by=by, at=on)

    with work(db) as session:
        township.found(session, OPENS)
        houses = township.settle(session, 4, OPENS)
        cases = [one.case_id for one in houses if one.area.startswith(VILLAGE)]
        for _done in walk(session, BOOK, cases, "identify", OPENS, printing):
            pass
        lived(session, store, cases[0])
        seal(session, SEALED)
    yield Office(db, store, cases)
    db.dispose()


VILLAGE = CLERKS[0].area


def lived(session: Any, store: FileStore, case_id: int) -> None:
    """An objection that was answered; a visit put in late, with a photo and a character that no font has; a risk."""
    notice = lists_of(session, [case_id], "village_notice")[0]
    late = at(date(2021, 11, 15))
    said = objecting.file(
        session,
        notice,
        case_id,
        channel="phone",
        text="他家买了车",
        contact="王二 13900000099",
        by=OPERATORS[0],
        at=late,
    )
    objecting.investigate(session, BOOK, said, by=OPERATORS[1], at=late)
    objecting.settle(session, BOOK, said, "dismiss", finding="车是亲戚的", answer="查无此事", by=OPERATORS[1], at=late)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG")
    photo = keep(store, [Upload("入户.jpg", picture.getvalue())])
    visit = {
        "visitors": [{"name": "和秀兰"}, {"name": "和玉龙"}],
        "place": "和平村一组",
        "findings": "情况属实\ue863",
    }
    record(
        session,
        "visit",
        visit,
        [case_id],
        happened_on=date(2021, 11, 15),
        by=CLERKS[0],
        at=late,
        files=photo,
        late=True,
    )
    home = session.query(Household).filter_by(case_id=case_id).one()
    name_risk(session, home, Danger("illness", date(2021, 11, 15)), by=CLERKS[0], at=late)


@pytest.fixture(scope="package")
def lot(office: Office) -> bytes:
    """The papers and records of both, made once: printing is what costs."""
    with reading(office.db) as session:
        read = office.maker().read(session, office.cases, AUDITOR)
    made, left = office.maker().lot(read, AUDITOR, MADE)
    assert left == []
    return made


@pytest.fixture
def package(office: Office, lot: bytes, tmp_path: Path) -> Path:
    """A package of one's own, to lay hands on."""
    return office.package(tmp_path / "archive.zip", lot)
