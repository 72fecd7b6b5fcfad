"""Every kind of job there is: its name for people, what fetching its results needs, and who does it.

A new kind is one line in `KINDS`; the handler itself stands where its subject is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.jobs import proving
from engine.jobs.job import Result
from engine.jobs.lots import Context, Handler
from engine.words import N_
from publicity import batches
from publicity.dossiers import filing
from publicity.dossiers.making import Maker
from publicity.scans import splitting
from states import site_codes
from states.exchange import exporting, importing
from states.intake import background, looking
from states.quality import background as screening
from states.reconciliation import background as ledgers
from states.roles import Permission
from states.scans import receiving
from states.wordings import background as wordings
from web.cases.entries import told
from web.worker.workplace import Workplace

LEDGER = "ledger-verify"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job; `needs` is the permission without which nobody asks for one or fetches what it made.

    `handler` makes the handler from the worker's tools.
    """

    title: str
    needs: Permission
    handler: Callable[[Workplace], Handler]


KINDS: Mapping[str, Kind] = {
    LEDGER: Kind(N_("核验台账"), Permission.READ_LEDGER, lambda _: proving.verify_ledger),
    receiving.KIND: Kind(
        N_("扫描件归档"), Permission.EDIT_HOUSEHOLD, lambda here: splitting.Splitting(here.store, lambda: here.book)
    ),
    batches.KIND: Kind(N_("批量打印"), Permission.PRINT, lambda here: batches.Batch(here.store, here.together)),
    filing.KIND: Kind(
        N_("一户一档"),
        Permission.ARCHIVE,
        lambda here: filing.Filing(Maker(here.store, here.typeset, here.book, told)),
    ),
    importing.KIND: Kind(N_("导入农户"), Permission.IMPORT, lambda here: importing.Importing(here.store)),
    looking.LOOK: Kind(N_("检查名单"), Permission.IMPORT, lambda here: looking.Looking(here.store)),
    background.TAKE: Kind(N_("导入名单"), Permission.IMPORT, lambda here: background.Taking(here.store)),
    exporting.KIND: Kind(
        N_("导出名单"), Permission.EXPORT, lambda here: exporting.Exporting(here.store, lambda: here.book)
    ),
    screening.KIND: Kind(N_("数据筛查"), Permission.RUN_QUALITY, lambda here: screening.Screening(lambda: here.book)),
    ledgers.KIND: Kind(
        N_("导入比对台账"), Permission.UPLOAD_LEDGER, lambda here: ledgers.TakingLedger(here.store, lambda: here.book)
    ),
    wordings.TRY: Kind(
        N_("试运行方案"), Permission.READ_PACKS, lambda here: wordings.Trying(here.store, lambda: here.book)
    ),
    wordings.MIGRATE: Kind(
        N_("迁移在办户"), Permission.MANAGE_PACKS, lambda here: wordings.Migrating(lambda: here.book)
    ),
}


def handlers(here: Workplace) -> dict[str, Handler]:
    """Who does each kind."""
    return {name: _seeing_codes(kind.handler(here)) for name, kind in KINDS.items()}


def _seeing_codes(handler: Handler) -> Handler:
    """A handler that first sees which code lists this installation has by now."""

    def run(context: Context) -> Result:
        with context.reading() as session:
            site_codes.see(session)
        return handler(context)

    return run


def kind_title(name: str) -> str:
    """The name of a kind for people, to be translated; its code where this program does not know it."""
    return KINDS[name].title if name in KINDS else name
