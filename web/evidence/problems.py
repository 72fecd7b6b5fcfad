"""What is wrong with a filled-in form, in the clerk's words and beside the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from engine.errors import BadInput
from engine.words import N_
from states.evidence.faults import told
from states.evidence.kinds import EvidenceKind
from states.uploads import Upload, checked
from web.evidence.wording import ITEM_LABELS
from web.words import fill, term
from web.words import say as _

Problems = dict[str, list[str]]
VOTES = {"agree": N_("同意"), "against": N_("反对"), "abstain": N_("弃权")}
PER_CASE = ("votes", "items")


def problems_of(kind: EvidenceKind, body: Mapping[str, Any], heads: Sequence[str]) -> Problems:
    """The problems of a content by field; empty when it can be taken. `heads` names the households of each line."""
    found: Problems = {}
    try:
        kind.body.model_validate(dict(body))
    except ValidationError as error:
        for one in error.errors():
            where = str(one["loc"][0]) if one["loc"] else ""
            said = found.setdefault(where, [])
            text = _place(where, one["loc"][1:], heads) + fill(*told(one))
            if text not in said:
                said.append(text)
    return found


def put(found: Problems, error: BadInput, fields: Iterable[str]) -> None:
    """Put what the layers below refused beside its field; what names none stands above the form."""
    known = set(fields)
    for problem in error.problems:
        where = problem.where if problem.where in known else ""
        text = term(problem.reason)
        found.setdefault(where, []).append(text if where or not problem.where else f"{problem.where}{text}")


def look_at_files(found: Problems, uploads: Sequence[Upload]) -> None:
    """Name every file that cannot be taken."""
    for upload in uploads:
        try:
            checked(upload)
        except BadInput as error:
            found.setdefault("files", []).extend(f"{one.where}{term(one.reason)}" for one in error.problems)


def _place(where: str, inside: Sequence[int | str], heads: Sequence[str]) -> str:
    if not inside:
        return ""
    at = int(inside[0])
    part = str(inside[1]) if len(inside) > 1 else ""
    named = term(VOTES.get(part) or ITEM_LABELS.get(part, ""))
    if where in PER_CASE and at < len(heads):
        return _("“%(head)s”户%(part)s：", head=heads[at], part=named)
    return _("第%(row)s行：", row=at + 1)
