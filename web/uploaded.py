"""Files that came with a form."""

from __future__ import annotations

import re

from flask import request

from engine.errors import NotFound
from states.uploads import Upload
from web import tools

DIGEST = re.compile(r"[0-9a-f]{64}")


def uploads(field: str) -> list[Upload]:
    """The files of one field, without those that nobody chose."""
    return [Upload(file.filename or "", file.read()) for file in request.files.getlist(field) if file.filename]


def kept() -> tuple[bytes, str]:
    """The file that was looked at before and is named in the form by its digest, and its name; raises `NotFound`."""
    digest, name = request.form.get("digest", ""), request.form.get("name", "")[:200]
    if not DIGEST.fullmatch(digest):
        raise NotFound("file", digest)
    return tools.store().get(digest), name
