"""The papers of all households of a village, printed in the background into one archive.

Each paper is kept under the digest of its content before its lot is recorded: after a kill the lot is printed again,
gives the same bytes, and so the same files. Names that no font can draw refuse the batch before its first paper, with
household and character; `without` in the parameters prints all others. Whatever else cannot be printed is named in the
result and holds nothing up.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.areas import within
from engine.cases import Case
from engine.clock import office_day
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from publicity.documents.registry import Printed
from publicity.errors import PublicityError
from publicity.household_papers import ONLY_FOR, PAPERS, Values
from publicity.unprintable import Unfit, of_cases
from states import openings, regions, users
from states.households import Household

KIND, LOT = "print-batch", 10


@dataclass(frozen=True, slots=True)
class Batch:
    """Prints one kind of paper for one village: `store` keeps the papers, `typeset` is a press."""

    store: FileStore
    typeset: Callable[[str, Mapping[str, Any]], Printed]

    def __call__(self, context: Context) -> Result:
        """Print lot by lot, then pack what was printed."""
        title, values = PAPERS[context.params["document"]]
        total, name = _counted(context)
        unfit = _unfit(context)
        reached: dict[str, Any] = {"after": 0, "papers": [], "left": []} | dict(context.checkpoint)
        while some := _next(context, reached["after"]):
            papers, left = self._print(context, [case_id for case_id, _number in some], values, unfit)
            reached = {
                "after": some[-1][0],
                "papers": reached["papers"] + papers,
                "left": reached["left"] + left,
            }
            with context.lot() as lot:
                _note(lot.session, context, some)
                lot.keep(reached, done=lot.done + len(some), total=total)
        return self._pack(name, title, reached["papers"], reached["left"])

    def _print(
        self, context: Context, cases: Sequence[int], values: Values, unfit: Mapping[int, Unfit]
    ) -> tuple[list[Any], list[Any]]:
        """The papers as (name, digest), and what could not be printed as (number, reason)."""
        papers: list[Any] = []
        left: list[Any] = [[unfit[case_id].number, unfit[case_id].reason] for case_id in cases if case_id in unfit]
        for case_id in cases:
            if case_id in unfit:
                continue
            with context.reading() as session:
                document, said = values(session, case_id, office_day(context.now(session)), context.by)
            try:
                paper = self.typeset(document, said)
            except PublicityError as fault:
                left.append([said["number"], str(fault)])
            else:
                papers.append([f"{said['number']}.pdf", self.store.put(paper.pdf)])
        return papers, left

    def _pack(self, village: str, title: str, papers: list[Any], left: list[Any]) -> Result:
        said = [
            Sentence(
                N_("%(village)s：%(papers)s份文书已打印，装在一个压缩文件里"),
                {"village": village, "papers": len(papers)},
            )
        ]
        said += [Sentence(N_("%(number)s没有打印：%(reason)s"), {"number": one[0], "reason": one[1]}) for one in left]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # a PDF is compressed already
            for name, digest in papers:
                archive.writestr(zipfile.ZipInfo(name), self.store.get(digest))  # no date: the same bytes each time
        data = packed.getvalue()
        file = Made(self.store.put(data), f"{village}{title}.zip", "application/zip", len(data))
        return Result(tuple(said), (file,), {"papers": len(papers), "left": len(left)})


def _counted(context: Context) -> tuple[int, str]:
    """How many households there are, and the village's name."""
    village = context.params["village"]
    with context.reading() as session:
        total = session.scalar(_wanted(context, func.count())) or 0
        name = regions.names(session, [village]).get(village, village)
    if not total:
        raise Refused("print", [Blocker("no-household", N_("这个村没有要打印这份文书的农户"))])
    return total, name


def unfit_of(session: Session, village: str, document: str, by: Actor) -> list[Unfit]:
    """The households of the batch whose names cannot be printed, before anything is."""
    return of_cases(session, _cases({"village": village, "document": document}, by, Household.case_id))


def _unfit(context: Context) -> dict[int, Unfit]:
    """By case; raises `Refused` with every household and character unless the others were asked for."""
    with context.reading() as session:
        found = of_cases(session, _wanted(context, Household.case_id))
    if found and not context.params.get("without"):
        raise Refused("print", [_refusal(one) for one in found])
    return {one.case_id: one for one in found}


def _refusal(one: Unfit) -> Blocker:
    return Blocker("unprintable", N_("%(number)s没有打印：%(reason)s"), {"number": one.number, "reason": one.reason})


def _next(context: Context, after: int) -> list[tuple[int, str]]:
    """The next households: (case, stable name for the access log)."""
    query = _wanted(context, Household.case_id, Household.id).where(Household.case_id > after)
    with context.reading() as session:
        rows = session.execute(query.order_by(Household.case_id).limit(LOT))
        return [(row[0], f"household:{row[1]}") for row in rows]


def _wanted(context: Context, *columns: Any) -> Any:
    """The households of the village that get the paper."""
    return _cases(context.params, context.by, *columns)


def _cases(params: Mapping[str, Any], by: Actor, *columns: Any) -> Any:
    query = select(*columns).select_from(Household).join(Case, Case.id == Household.case_id)
    query = query.where(Household.village == params["village"], within(Household.group_code, by.area))
    only = ONLY_FOR.get(params["document"])
    return query.where(only()) if only else query


def _note(session: Session, context: Context, some: Sequence[tuple[int, str]]) -> None:
    """Log whose papers were made out for whom; raises `Refused` once the account is closed or has another post."""
    person = users.confirm(session, context.by)
    for _case_id, subject in some:
        openings.note(session, person.id, subject, context.now(session))
