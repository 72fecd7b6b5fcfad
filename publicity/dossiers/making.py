"""Making the files of some households: each as a paper with its record inside, and what a package has to know of them.

A lot is one small archive that is kept in the file store until all lots are there. The same households at the same
state give the same bytes, so a lot that a kill interrupted is made again and nothing is there twice.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pikepdf
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.clock import office_day
from engine.errors import NotFound
from engine.files import FileStore
from engine.ledger import canonical
from engine.seals import Seal
from publicity.documents.registry import Printed
from publicity.dossiers import conformity
from publicity.dossiers.paper import DOCUMENT, NAMED, values_of
from publicity.errors import PrintFailed, PublicityError
from publicity.offices import government_of
from publicity.pdf import Attached, Variant
from states.dossiers.chains import Told
from states.dossiers.dossier import Dossier, gather
from states.roles import ROLES

PART, PAPER = "part.json", "dossier.pdf"
VARIANT: Variant = "pdf/a-3b"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Read:
    """A household as it stood: its dossier, the office that keeps it, and the last daily seal by then."""

    dossier: Dossier
    office: str
    sealed: int


@dataclass(slots=True)
class Maker:
    """Makes households' files: `store` has the evidence, `typeset` is a press, `told` puts the ledger into words."""

    store: FileStore
    typeset: Callable[..., Printed]
    book: Book
    told: Told
    _pages: dict[str, str] = field(default_factory=dict)

    def read(self, session: Session, case_ids: Sequence[int], by: Actor) -> list[Read]:
        """The households of these cases as they stand."""
        found = gather(session, self.book, case_ids, self.told, by)
        offices = {area: government_of(session, area) for area in {_area(one) for one in found}}
        sealed = session.scalar(select(func.max(Seal.id))) or 0
        return [Read(one, offices[_area(one)], sealed) for one in found]

    def paper(self, read: Read, by: Actor, at: datetime, variant: Variant = VARIANT) -> Printed:
        """The household's file as PDF; raises the refusals of printing, and PrintFailed where the form is not met."""
        dossier = read.dossier
        who = f"{by.name}（{ROLES[by.role].title}）" if by.role in ROLES else by.name
        pages = {one.digest: self._length(one.digest, one.media_type) for one in dossier.stored().values()}
        values = values_of(dossier, pages, made_by=who, office=read.office, on=office_day(at))
        inside = [] if variant == "pdf/ua-1" else [Attached(NAMED, dossier.text(), at)]
        made = self.typeset(DOCUMENT, values, variant=variant, attached=inside)
        if lacking := conformity.lacks(made.pdf, variant):
            raise PrintFailed("；".join(lacking))
        return made

    def lot(self, some: Sequence[Read], by: Actor, at: datetime) -> tuple[bytes, list[list[str]]]:
        """One lot as a small archive, and what could not be made, as [number, reason]."""
        households, left = [], []
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for one in some:
                try:
                    paper = self.paper(one, by, at)
                except PublicityError as fault:
                    left.append([one.dossier.number, str(fault)])
                    continue
                told = _listed(one)
                archive.writestr(zipfile.ZipInfo(told["pdf"]), paper.pdf)
                archive.writestr(zipfile.ZipInfo(told["record"]), one.dossier.text())
                households.append(told)
            archive.writestr(zipfile.ZipInfo(PART), canonical(households))
        return packed.getvalue(), left

    def _length(self, digest: str, media_type: str) -> str:
        if digest not in self._pages:
            self._pages[digest] = self._counted(digest) if media_type == PDF else "1"
        return self._pages[digest]

    def _counted(self, digest: str) -> str:
        try:
            with pikepdf.open(io.BytesIO(self.store.get(digest))) as file:
                return str(len(file.pages))
        except NotFound:
            return "缺"
        except pikepdf.PdfError:
            return "？"


def parts(lot: bytes) -> tuple[list[dict[str, Any]], Iterator[tuple[str, bytes]]]:
    """What a lot says of its households, and its files by name."""
    archive = zipfile.ZipFile(io.BytesIO(lot))
    households: list[dict[str, Any]] = json.loads(archive.read(PART))
    return households, ((name, archive.read(name)) for name in archive.namelist() if name != PART)


def _listed(read: Read) -> dict[str, Any]:
    dossier = read.dossier
    folder = f"households/{quote(dossier.number, safe='')}"
    home: Mapping[str, Any] = dossier.record["household"]
    return {
        "number": dossier.number,
        "head": home["head_name"],
        "case": dossier.case_id,
        "state": home["state"],
        "pdf": f"{folder}/{PAPER}",
        "record": f"{folder}/{NAMED}",
        "stored": {one.digest: [one.media_type, one.name] for one in dossier.stored().values()},
        "chains": {str(one["case"]): [one["sequence"], one["head"]] for one in dossier.record["chains"]},
        "sealed": read.sealed,
    }


def _area(dossier: Dossier) -> str:
    return str(dossier.record["household"]["area"])
