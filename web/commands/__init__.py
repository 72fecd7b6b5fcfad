"""Every command, one module per noun."""

from __future__ import annotations

import click

from web.commands import (
    archive,
    backup,
    case,
    change,
    codes,
    demo,
    doctor,
    document,
    export,
    export_income,
    figures,
    handbook,
    import_,
    import_edits,
    import_lists,
    init,
    job,
    journey,
    layout,
    lead,
    ledger,
    look_back,
    notice,
    pack,
    paper,
    quality,
    reconcile,
    region,
    report,
    scan,
    serve,
    user,
    village_papers,
    workdays,
    worker,
)

import_.import_.add_command(import_edits.edits)
for command in import_lists.commands():
    import_.import_.add_command(command)
export.export.add_command(export_income.income)

COMMANDS: tuple[click.Command, ...] = (
    serve.serve,
    init.init,
    user.user,
    pack.pack,
    layout.layout,
    codes.codes,
    workdays.workdays,
    region.region,
    import_.import_,
    export.export,
    case.case,
    lead.lead,
    change.change,
    notice.notice,
    paper.paper,
    village_papers.print_,
    quality.quality,
    reconcile.reconcile,
    ledger.ledger,
    look_back.look_back,
    scan.scan,
    report.report,
    figures.figures,
    job.job,
    worker.worker,
    archive.archive,
    backup.backup,
    backup.restore,
    demo.demo,
    journey.journey,
    document.document,
    handbook.handbook,
    doctor.doctor,
)
