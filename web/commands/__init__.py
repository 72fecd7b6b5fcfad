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
    problem,
    problem_acts,
    quality,
    reconcile,
    region,
    report,
    scan,
    serve,
    session,
    user,
    village_papers,
    workdays,
    worker,
)

import_.import_.add_command(import_edits.edits)
for command in problem_acts.ACTS:
    problem.problem.add_command(command)
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
    problem.problem,
    session.session,
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
