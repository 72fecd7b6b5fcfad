"""Files that came with a form."""

from __future__ import annotations

from flask import request

from states.uploads import Upload


def uploads(field: str) -> list[Upload]:
    """The files of one field, without those that nobody chose."""
    return [Upload(file.filename or "", file.read()) for file in request.files.getlist(field) if file.filename]
