"""The form of a kind of evidence: what it shows, and what came back with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from engine.cases import Case
from engine.errors import BadInput, MoveBlocked, NotFound
from engine.evidence import Attachment, Evidence, EvidenceFile
from engine.guards import Blocker
from states.evidence.kinds import EvidenceKind
from states.evidence.record import KINDS, record
from states.households import Household
from states.packs import store
from states.scans import linking
from states.scans.page import ScanPage
from states.uploads import keep
from web import now, tools, who
from web.database import reading
from web.evidence.fields import Field, fields_of, with_criteria
from web.evidence.problems import Problems, look_at_files, problems_of, put
from web.evidence.reading import Given, body_of
from web.evidence.wording import CHOICES, ITEM_LABELS
from web.scans.naming import form_title
from web.uploaded import uploads


@dataclass(slots=True)
class Sheet:
    """A form with its households, what stands in it, and what is wrong with it."""

    kind: EvidenceKind
    households: Sequence[Household]
    given: Given
    problems: Problems = field(default_factory=dict)
    old: Evidence | None = None
    files: Sequence[EvidenceFile] = ()
    scans: Sequence[ScanPage] = ()
    """The scanned pages of the signed paper, which may go into its files."""
    criteria: Mapping[str, str] = field(default_factory=dict)
    """The criteria of the way out that the plan of the households names, by code."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of the kind."""
        return with_criteria(fields_of(self.kind), self.criteria)

    @property
    def case_ids(self) -> list[int]:
        """The cases it speaks for."""
        return [one.case_id for one in self.households]

    def page(self, back: str) -> str:
        """The form as a page."""
        return render_template(
            "evidence/form.html", sheet=self, items=ITEM_LABELS, choices=CHOICES, back=back, paper_name=paper_name
        )

    def take(self) -> tuple[dict[str, Any], date | None]:
        """Read what was filled in, noting every problem."""
        body = body_of(self.kind, self.given, self.case_ids)
        self.problems = problems_of(self.kind, body, [one.head_name for one in self.households])
        try:
            happened_on = date.fromisoformat(self.given.get("happened_on", ""))
        except ValueError:
            happened_on = None
            self.problems.setdefault("happened_on", []).append(_("请填写发生的日期"))
        if self.old is not None and not self.given.get("reason", "").strip():
            self.problems.setdefault("reason", []).append(_("请写明为什么更正"))
        return body, happened_on

    def attachments(self) -> list[Attachment]:
        """Check and store the files, and keep those of before that are ticked; none is stored beside a problem."""
        sent = uploads("files")
        if self.problems:
            look_at_files(self.problems, sent)
            return []
        try:
            stored = keep(tools.store(), sent)
        except BadInput:
            look_at_files(self.problems, sent)
            return []
        kept = [one for one in self.files if str(one.position) in self.given.getlist("kept")]
        papers = [Attachment(one.image, paper_name(one), "image/jpeg", one.size) for one in self.chosen]
        return [Attachment(f.digest, f.name, f.media_type, f.size, f.caption) for f in kept] + papers + stored

    @property
    def chosen(self) -> list[ScanPage]:
        """The scanned pages that are ticked."""
        return [one for one in self.scans if str(one.id) in self.given.getlist("scan")]

    def write(
        self, db: Session, body: dict[str, Any], happened_on: date, files: Sequence[Attachment]
    ) -> dict[str, Any]:
        """Record the evidence; answer its id."""
        made = record(
            db, self.kind.name, body, self.case_ids, happened_on=happened_on, by=who.actor(), at=now.now(), files=files,
            late="late" in self.given, supersedes=self.old, reason=self.given.get("reason", "").strip(),
        )  # fmt: skip
        if self.chosen:
            linking.use(db, self.chosen, self.kind.name, made.id, now.now())
        if self.old is not None:
            linking.follow(db, self.old.id, made.id)
        return {"evidence": made.id}

    def refused(self, error: BadInput) -> None:
        """Note what the layers below refused."""
        put(self.problems, error, [*(one.name for one in self.fields), "happened_on"])


def known_kind(name: str) -> EvidenceKind:
    """The kind of that name, which this person's post may supply; raises `NotFound` and `MoveBlocked`."""
    kind = KINDS.get(name)
    if kind is None or name == "department_answer":  # a department answers on its own page
        raise NotFound("kind", name)
    if who.actor().role not in kind.by:
        told = {"evidence": kind.title}
        raise MoveBlocked(name, [Blocker("role-required", "“%(evidence)s”不由您的岗位提交", told, "", kind.by[0])])
    return kind


def criteria_of(kind: EvidenceKind, households: Sequence[Household]) -> dict[str, str]:
    """The criteria that the person's own post reviews under the plan of the households, by code."""
    if "criterion" not in kind.body.model_fields or not households:
        return {}
    with reading() as db:
        case = db.get(Case, households[0].case_id)
        known = store.policy(db, case.definition).criteria if case else {}
    return {code: one.title for code, one in known.items() if one.by == who.actor().role}


def scans_of(kind: EvidenceKind, households: Sequence[Household]) -> list[ScanPage]:
    """The scanned pages of one household that are proof of this kind and that nothing was recorded from yet."""
    if len(households) != 1:
        return []
    with reading() as db:
        case = db.get(Case, households[0].case_id)
        return linking.waiting(db, households[0], case.run_id if case else None, kind.name)


def paper_name(page: ScanPage) -> str:
    """What a scanned page is called among the files."""
    title = form_title(page.form)
    return f"{title} 第{page.page}页.jpg" if page.pages > 1 else f"{title}.jpg"


def case_ids() -> list[int]:
    """The cases named in the address or the form."""
    return sorted({int(one) for one in request.values.getlist("case") if one.isdecimal() and len(one) < 16})


def fresh(kind: EvidenceKind, scans: Sequence[ScanPage] = ()) -> Given:
    """What stands in a new form: today, what the kind takes for granted, and the paper that came back."""
    given: Given = MultiDict({"happened_on": now.today().isoformat()})
    for one in fields_of(kind):
        if one.widget == "several":
            given.setlist(one.name, list(one.default or ()))
        elif one.widget == "verdicts":
            continue
        elif one.default not in (None, ()):
            given[one.name] = str(one.default)
        if one.name in request.args:
            given[one.name] = request.args[one.name]
    given.setlist("scan", [str(one.id) for one in scans])
    return given
