"""A hundred sheets through the scanner: each is filed where it belongs, and what is doubtful waits for a person."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from PIL import Image
from sqlalchemy import Engine, select

from engine.actors import SYSTEM, Actor
from engine.db import reading, work
from engine.errors import BadInput
from engine.files import FileStore
from engine.jobs import lots
from engine.jobs.job import DONE, Job
from engine.jobs.lots import Conditions
from engine.verify import verify
from publicity.scans.splitting import Splitting
from publicity.sheet_codes import SheetCode
from states import samples, users
from states.book import open_book
from states.households import Household
from states.passwords import Secret
from states.practice.desk import begin
from states.practice.staff import STAFF
from states.practice.township import found, settle
from states.scans import receiving
from states.scans.page import DUPLICATE, FILED, QUEUED, REASONS, REJECTED, ScanBatch, ScanPage
from states.uploads import Upload
from tests import databases
from tests.publicity import hostile, scanned

DAY, AT = date(2021, 11, 1), datetime(2021, 11, 1, 2, tzinfo=UTC)
HOUSEHOLDS, TURNS = 40, (0, 0, 180, 90, 270)
OFFICER = next(one for one in STAFF if one.role == "township" and one.area == samples.TOWNSHIP)


def _never() -> bool:
    return False


class Office:
    """A township's office with a scanner."""

    def __init__(self, db: Engine, store: FileStore) -> None:
        self.db, self.store, self.book, self.keys = db, store, open_book(), 0

    def numbers(self) -> list[str]:
        with reading(self.db) as session:
            return list(session.scalars(select(Household.number).order_by(Household.number)))

    def hand_in(self, *files: bytes, by: Actor = OFFICER, stopping: Callable[[], bool] = _never, size: int = 10) -> int:
        self.keys += 1
        sources = receiving.keep(self.store, [Upload(f"{n}.pdf", data) for n, data in enumerate(files)])
        with work(self.db) as session:
            batch = receiving.receive(session, sources, by=by, at=AT, key=f"scan-{self.keys}")
            batch_id, job_id = batch.id, batch.job_id
        self.split(job_id, stopping, size)
        return batch_id

    def job_of(self, batch_id: int) -> int | None:
        with reading(self.db) as session:
            return session.get_one(ScanBatch, batch_id).job_id

    def proved(self) -> bool:
        with reading(self.db) as session:
            return not verify(session).faults

    def split(self, job_id: int | None, stopping: Callable[[], bool] = _never, size: int = 10) -> Job:
        handler = Splitting(self.store, lambda: self.book, size)
        conditions = Conditions(self.db, "pc@1", lambda _: AT, stopping, _report)
        with reading(self.db) as session:
            attempt = session.get_one(Job, job_id).attempts
        lots.run(conditions, {receiving.KIND: handler}, job_id or 0, attempt)
        with reading(self.db) as session:
            return session.get_one(Job, job_id)

    def pages(self, batch_id: int) -> list[ScanPage]:
        with reading(self.db) as session:
            query = select(ScanPage).where(ScanPage.batch_id == batch_id).order_by(ScanPage.position)
            return list(session.scalars(query))

    def household(self, page: ScanPage) -> str | None:
        with reading(self.db) as session:
            home = session.get(Household, page.household_id) if page.household_id else None
            return home.number if home else None


Sheets = dict[str, Image.Image]


def _report(error: BaseException, _number: str) -> None:
    raise error


@pytest.fixture
def office(run_folder: Path, tmp_path: Path) -> Office:
    db = databases.fresh_sqlite(run_folder, tmp_path / "office.sqlite")
    secret = Secret("-", "-", one_time=False)  # nobody signs in
    book = open_book()
    with work(db) as session:
        found(session, DAY)
        for one in STAFF:
            users.add(
                session, users.Account(one.id, one.name, one.role, one.area, one.department), secret, by=SYSTEM, at=AT
            )
        ids = [house.case_id for house in settle(session, HOUSEHOLDS, DAY)]
        begin(session, book, ids, "identify", AT - timedelta(hours=1))
    return Office(db, FileStore(str(tmp_path / "files")))


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    """One sheet of each of three forms, about the first household."""
    names = ("visit_sheet", "application_authorisation", "informed_consent")
    return {name: scanned.printed(name, f"{next(iter(samples.VILLAGES))}00001", "2021-10-30")[0] for name in names}


def test_of_a_hundred_sheets_98_are_filed_rightly_and_two_wait_for_a_person(office: Office) -> None:
    random, numbers = Random(7), office.numbers()
    forms = scanned.collected(numbers[:15], "2021-10-30")
    stack = [("collection_form", numbers[n // 2], n % 2 + 1, leaf) for n, leaf in enumerate(forms)]
    for name, some in (("application_authorisation", numbers), ("visit_sheet", numbers[10:])):
        stack += [(name, number, 1, scanned.printed(name, number, "2021-10-30")[0]) for number in some]
    random.shuffle(stack)
    torn = {13, 77}
    glass = [scanned.without_code(leaf) if n in torn else leaf for n, (*_told, leaf) in enumerate(stack)]

    batch = office.hand_in(scanned.pdf([scanned.scanned(leaf, random, random.choice(TURNS)) for leaf in glass]))

    pages = office.pages(batch)
    assert Counter(page.status for page in pages) == {FILED: 98, QUEUED: 2}
    for n, (page, (name, number, leaf, _image)) in enumerate(zip(pages, stack, strict=True)):
        told = (page.form, office.household(page), page.page)
        assert told == (("", None, 0) if n in torn else (name, number, leaf))
    upright = [Image.open(io.BytesIO(office.store.get(page.image))) for n, page in enumerate(pages) if n not in torn]
    assert all(picture.height > picture.width for picture in upright)
    assert office.proved()


def test_a_worker_that_is_killed_between_lots_files_nothing_twice(office: Office, sheets: Sheets) -> None:
    rounds = iter([False, False, True])
    stack = scanned.pdf(list(sheets.values()))
    batch = office.hand_in(stack, stopping=lambda: next(rounds, True), size=1)
    assert len(office.pages(batch)) == 1

    job = office.split(office.job_of(batch), size=1)

    assert (job.state, job.done, job.total) == (DONE, len(sheets), len(sheets))
    assert [page.position for page in office.pages(batch)] == list(range(1, len(sheets) + 1))
    assert office.proved()


def test_the_same_page_twice_is_noticed(office: Office, sheets: Sheets) -> None:
    leaf = sheets["visit_sheet"]
    torn = scanned.without_code(leaf)
    random = Random(3)
    first = office.hand_in(scanned.pdf([leaf, torn, scanned.scanned(leaf, random, 180)]))
    again = office.hand_in(scanned.pdf([leaf, torn]))

    assert [page.status for page in office.pages(first)] == [FILED, QUEUED, DUPLICATE]
    assert [page.status for page in office.pages(again)] == [DUPLICATE, DUPLICATE]
    assert [page.same_as for page in office.pages(again)] == [page.id for page in office.pages(first)[:2]]


def test_what_is_doubtful_waits_with_its_reason(office: Office, sheets: Sheets) -> None:
    number = office.numbers()[0]
    blank = Image.new("L", sheets["visit_sheet"].size, 250)
    both = Image.new("L", (blank.width * 2, blank.height), 255)
    both.paste(sheets["visit_sheet"], (0, 0))
    both.paste(sheets["application_authorisation"], (blank.width, 0))
    stack = [
        scanned.printed("visit_sheet", "53340110220199999", "2021-10-30")[0],
        scanned.printed("visit_sheet", number, "2021-11-02")[0],
        scanned.printed("visit_sheet", number, "2020-10-30")[0],
        sheets["informed_consent"],
        scanned.with_code(blank, "https://example.org/board/7"),
        scanned.with_code(blank, "SX1*ZZ99*1*1*211030*9F86D081*1/1*0000"),
        scanned.with_code(blank, SheetCode("ZZ99", number, 1, DAY, "9F86D081", 1, 1).text()),
        both,
        blank,
    ]
    found = office.pages(office.hand_in(scanned.pdf(stack)))

    reasons = ["not-here", "not-yet", "old", "no-step", "foreign", "foreign", "unknown-form", "several", "blank"]
    assert [page.reason for page in found] == reasons
    assert {page.status for page in found} == {QUEUED, REJECTED}
    assert all(page.reason in REASONS for page in found)


def test_a_village_files_only_its_own(office: Office, sheets: Sheets) -> None:
    other = next(one for one in STAFF if one.role == "village" and not office.numbers()[0].startswith(one.area))

    [page] = office.pages(office.hand_in(scanned.pdf([sheets["visit_sheet"]]), by=other))

    assert (page.status, page.reason, page.household_id, page.area) == (QUEUED, "not-here", None, other.area)


def test_photos_of_a_phone_take_the_same_way(office: Office, sheets: Sheets) -> None:
    photo, out = sheets["visit_sheet"].rotate(90, expand=True), io.BytesIO()
    photo.convert("RGB").save(out, "PNG")

    [page] = office.pages(office.hand_in(out.getvalue()))

    assert (page.status, page.form) == (FILED, "visit_sheet")


@pytest.mark.parametrize(("data", "reason"), hostile.FILES.values(), ids=hostile.FILES)
def test_a_file_that_is_no_scan_is_refused_in_words(office: Office, data: Callable[[], bytes], reason: str) -> None:
    batch = office.hand_in(data())

    job = office.split(office.job_of(batch))
    assert job.state == DONE
    assert reason in str([one.facts for one in job.outcome.said]) or [page.reason for page in office.pages(batch)] == [
        reason
    ]


def test_what_is_neither_pdf_nor_picture_is_not_even_kept(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="不是照片"):
        receiving.keep(FileStore(str(tmp_path)), [Upload("a.pdf", b"PK\x03\x04 not a scan")])
    with pytest.raises(BadInput, match="请选择"):
        receiving.keep(FileStore(str(tmp_path)), [])
    assert not list(FileStore(str(tmp_path)).digests())
