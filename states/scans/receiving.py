"""Taking scanned files in: what they are is looked at, then they are kept and a job is asked to split them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from engine import commands
from engine.actors import Actor
from engine.errors import BadInput, Problem
from engine.files import FileStore
from engine.jobs.asking import enqueue
from engine.ledger import canonical
from engine.words import N_
from states.scans.page import ScanBatch
from states.uploads import Upload, checked

KIND = "split-scans"
MOST_BYTES, MOST_FILES = 120 << 20, 100
PDF, PICTURE = "application/pdf", "image/jpeg"
Source = tuple[str, str, str]
"""A file as it is kept: digest, name, media type."""


def keep(store: FileStore, uploads: Sequence[Upload]) -> list[Source]:
    """Check every file and store all; one that is no scan and none is stored. Raises `BadInput` naming each."""
    if not uploads:
        raise BadInput(Problem("files", N_("请选择扫描好的PDF，或者拍好的照片")))
    if len(uploads) > MOST_FILES:
        raise BadInput(Problem("files", N_("一次最多选100个文件，请分几次")))
    problems: list[Problem] = []
    good: list[tuple[str, str, bytes]] = []
    for upload in uploads:
        try:
            good.append((upload.name[:200] or "文件", *_looked(upload)))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(*problems)
    return [(store.put(data), name, media_type) for name, media_type, data in good]


def _looked(upload: Upload) -> tuple[str, bytes]:
    if not upload.data.startswith(b"%PDF-"):
        return checked(upload)
    if len(upload.data) > MOST_BYTES:
        reason = f"超过{MOST_BYTES >> 20} MB；请用灰度、150—200 dpi扫描，或者分几次"
        raise BadInput(Problem(f"“{upload.name or '文件'}”", reason))
    return PDF, upload.data


def receive(session: Session, sources: Sequence[Source], *, by: Actor, at: datetime, key: str) -> ScanBatch:
    """A batch of kept files with the job that splits it; the same key by the same actor is the same batch."""
    if told := commands.claim(session, key, by, at):
        return session.get_one(ScanBatch, told["batch"])
    name = sources[0][1] if len(sources) == 1 else f"{sources[0][1]}等{len(sources)}个文件"
    batch = ScanBatch(area=by.area, name=name[:200], sources=canonical(sources), by=by.id, by_name=by.name, at=at)
    session.add(batch)
    session.flush()
    job = enqueue(session, KIND, {"batch": batch.id}, by=by, at=at, key=key, title=name)
    batch.job_id = job.id
    commands.remember(session, key, by, {"batch": batch.id})
    return batch
