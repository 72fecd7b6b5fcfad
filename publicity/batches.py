"""The papers of a village's households, printed in the background: all, those due, or some groups.

They come as one file to be printed in one go, and singly in an archive. Each is kept under the digest of its content
before its lot is recorded: after a kill the lot is printed again, gives the same bytes, and so the same files. Whom it
is for is settled at the beginning and stays so. Names that no font can draw refuse the batch before its first paper,
with household and character; `without` in the parameters prints all others. Whatever else cannot be printed is named
in the result with its household and holds nothing up.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
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
from publicity.drawing.forms import joined
from publicity.due_papers import ALL, Choice, chosen
from publicity.errors import PublicityError
from publicity.household_papers import PAPERS, Values
from publicity.presswork import Press, print_lot
from publicity.unprintable import Unfit, of_cases
from states import openings, regions, users

KIND, LOT = "print-batch", 60
Home = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Prints one kind of paper for one village: `store` keeps the papers, `press` prints many together."""

    store: FileStore
    press: Press

    def __call__(self, context: Context) -> Result:
        """Print lot by lot, then pack what was printed."""
        title, values = PAPERS[context.params["document"]]
        name = _village(context)
        reached: dict[str, Any] = dict(context.checkpoint) or _beginning(context)
        while some := reached["whom"][reached["done"] : reached["done"] + LOT]:
            printed = self._print(context, some, values)
            reached |= {kind: reached[kind] + found for kind, found in printed.items()}
            reached["done"] += len(some)
            with context.lot() as lot:
                _note(lot.session, context, [f"household:{number}" for _case, number, _who in some])
                lot.keep(reached, done=reached["done"], total=len(reached["whom"]))
        return self._pack(f"{name}{title}", name, reached)

    def _print(self, context: Context, homes: Sequence[Home], values: Values) -> dict[str, list[Any]]:
        """The papers as (name, digest), what could not be printed as (household, reason), and files of many papers."""
        made: dict[str, list[Any]] = {"papers": [], "left": [], "wholes": []}
        told: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for case_id, _number, who in homes:
            try:
                with context.reading() as session:
                    document, said = values(session, case_id, office_day(context.now(session)), context.by)
            except (PublicityError, Refused, NotFound) as fault:
                made["left"].append([who, why(fault)])
            else:
                told.setdefault(document, []).append((who, said))
        for document, some in told.items():
            parts = print_lot(self.press, document, [said for _, said in some])
            made["wholes"] += [self.store.put(part.whole) for part in parts if part.whole]
            papers = (paper for part in parts for paper in part.papers)
            for (who, said), paper in zip(some, papers, strict=True):
                if isinstance(paper, Printed):
                    made["papers"].append([f"{said['number']}.pdf", self.store.put(paper.pdf)])
                else:
                    made["left"].append([who, why(paper)])
        return made

    def _pack(self, title: str, village: str, reached: Mapping[str, Any]) -> Result:
        papers, left = reached["papers"], reached["left"]
        said = [
            Sentence(
                N_("%(village)s：%(papers)s份文书已打印，合成一个文件可以一次打印，另外按户装在一个压缩文件里"),
                {"village": village, "papers": len(papers)},
            )
        ]
        said += [Sentence(N_("%(number)s没有打印：%(reason)s"), {"number": one[0], "reason": one[1]}) for one in left]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # a PDF is compressed already
            for name, digest in papers:
                archive.writestr(zipfile.ZipInfo(name), self.store.get(digest))  # no date: the same bytes each time
        whole = joined([self.store.get(digest) for digest in reached["wholes"]])
        files = [self._made(f"{title}.zip", "application/zip", packed.getvalue())]
        if whole:
            files.append(self._made(f"{title}.pdf", "application/pdf", whole))
        return Result(tuple(said), tuple(files), {"papers": len(papers), "left": len(left)})

    def _made(self, name: str, media_type: str, data: bytes) -> Made:
        return Made(self.store.put(data), name, media_type, len(data))


def why(fault: PublicityError | Refused | NotFound) -> str:
    """What a person is told of why a paper could not be printed."""
    return "；".join(one.message for one in fault.blockers) if isinstance(fault, Refused) else str(fault)


def choice_of(params: Mapping[str, Any]) -> Choice:
    """What a job's parameters choose."""
    groups = tuple(params.get("groups", ()))
    return Choice(params["document"], params["village"], params.get("whom", ALL), groups)


def _village(context: Context) -> str:
    village = str(context.params["village"])
    with context.reading() as session:
        return regions.names(session, [village]).get(village, village)


def unfit_of(session: Session, choice: Choice, by: Actor, on: date) -> list[Unfit]:
    """The households of the batch whose names cannot be printed, before anything is; raises what `chosen` does."""
    return of_cases(session, [home.case_id for home in chosen(session, choice, by, on)])


def _beginning(context: Context) -> dict[str, Any]:
    """Whom the batch is for: (case, id for the access log, who they are); whose names no font draws are left out.

    Raises `Refused` with every such household and character unless the others were asked for.
    """
    with context.reading() as session:
        homes = chosen(session, choice_of(context.params), context.by, office_day(context.now(session)))
        unfit = of_cases(session, [one.case_id for one in homes])
    if unfit and not context.params.get("without"):
        raise Refused("print", [_refusal(one) for one in unfit])
    out = {one.case_id for one in unfit}
    whom = [(one.case_id, one.id, f"{one.head_name}（{one.number}）") for one in homes if one.case_id not in out]
    return {"whom": whom, "done": 0, "papers": [], "left": [[one.number, one.reason] for one in unfit], "wholes": []}


def _refusal(one: Unfit) -> Blocker:
    return Blocker("unprintable", N_("%(number)s没有打印：%(reason)s"), {"number": one.number, "reason": one.reason})


def _note(session: Session, context: Context, subjects: Sequence[str]) -> None:
    """Log whose papers were made out for whom; raises `Refused` once the account is closed or has another post."""
    person = users.confirm(session, context.by)
    for subject in subjects:
        openings.note(session, person.id, subject, context.now(session))
