"""The papers of a village's households, printed in the background into one archive: all, those due, or some groups.

Each paper is kept under the digest of its content before its lot is recorded: after a kill the lot is printed again,
gives the same bytes, and so the same files. Whom it is for is settled at the beginning and stays so. Names that no font
can draw refuse the batch before its first paper, with household and character; `without` in the parameters prints all
others. Whatever else cannot be printed is named in the result with its household and holds nothing else up.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.clock import office_day
from engine.errors import NotFound, Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.jobs.job import Made, Result, Sentence
from engine.jobs.lots import Context
from engine.words import N_
from publicity.documents.registry import Printed
from publicity.due_papers import ALL, Choice, chosen
from publicity.errors import PublicityError
from publicity.household_papers import PAPERS, Values
from publicity.unprintable import Unfit, of_cases
from states import openings, regions, users

KIND, LOT = "print-batch", 10
Home = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Prints one kind of paper for one village: `store` keeps the papers, `typeset` is a press."""

    store: FileStore
    typeset: Callable[[str, Mapping[str, Any]], Printed]

    def __call__(self, context: Context) -> Result:
        """Print lot by lot, then pack what was printed."""
        title, values = PAPERS[context.params["document"]]
        name = _village(context)
        reached: dict[str, Any] = {"papers": [], "left": []} | dict(context.checkpoint)
        if "whom" not in reached:
            reached["whom"] = _chosen(context)
        unfit = _unfit(context, [case_id for case_id, _number, _who in reached["whom"]])
        done = len(reached["papers"]) + len(reached["left"])
        while some := reached["whom"][done : done + LOT]:
            papers, left = self._print(context, some, values, unfit)
            reached |= {"papers": reached["papers"] + papers, "left": reached["left"] + left}
            done += len(some)
            with context.lot() as lot:
                _note(lot.session, context, [f"household:{number}" for _case, number, _who in some])
                lot.keep(reached, done=done, total=len(reached["whom"]))
        return self._pack(name, title, reached["papers"], reached["left"])

    def _print(
        self, context: Context, homes: Sequence[Home], values: Values, unfit: Mapping[int, Unfit]
    ) -> tuple[list[Any], list[Any]]:
        """The papers as (name, digest), and what could not be printed as (household, reason)."""
        papers, left = [], []
        for case_id, _number, who in homes:
            if case_id in unfit:
                left.append([who, unfit[case_id].problem.message])
                continue
            try:
                with context.reading() as session:
                    document, said = values(session, case_id, office_day(context.now(session)), context.by)
                paper = self.typeset(document, said)
            except (PublicityError, Refused, NotFound) as fault:
                left.append([who, why(fault)])
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


def why(fault: PublicityError | Refused | NotFound) -> str:
    """What a person is told of why a paper could not be printed."""
    return "；".join(one.message for one in fault.blockers) if isinstance(fault, Refused) else str(fault)


def choice_of(params: Mapping[str, Any]) -> Choice:
    """What a job's parameters choose."""
    groups = tuple(params.get("groups", ()))
    return Choice(params["document"], params["village"], params.get("whom", ALL), groups)


def unfit_of(session: Session, choice: Choice, by: Actor, on: date) -> list[Unfit]:
    """The households of a choice whose names cannot be printed, before anything is; raises what `chosen` raises."""
    return of_cases(session, [home.case_id for home in chosen(session, choice, by, on)])


def _unfit(context: Context, cases: Sequence[int]) -> dict[int, Unfit]:
    """By case; raises `Refused` with every household and character unless the others were asked for."""
    with context.reading() as session:
        found = of_cases(session, cases)
    if found and not context.params.get("without"):
        raise Refused("print", [_refusal(one) for one in found])
    return {one.case_id: one for one in found}


def _refusal(one: Unfit) -> Blocker:
    return Blocker("unprintable", N_("%(number)s没有打印：%(reason)s"), {"number": one.number, "reason": one.reason})


def _village(context: Context) -> str:
    village = str(context.params["village"])
    with context.reading() as session:
        return regions.names(session, [village]).get(village, village)


def _chosen(context: Context) -> list[Home]:
    """The households to be printed for: (case, id for the access log, who they are)."""
    with context.reading() as session:
        homes = chosen(session, choice_of(context.params), context.by, office_day(context.now(session)))
        return [(one.case_id, one.id, f"{one.head_name}（{one.number}）") for one in homes]


def _note(session: Session, context: Context, subjects: Sequence[str]) -> None:
    """Log whose papers were made out for whom; raises `Refused` once the account is closed or has another post."""
    person = users.confirm(session, context.by)
    for subject in subjects:
        openings.note(session, person.id, subject, context.now(session))
