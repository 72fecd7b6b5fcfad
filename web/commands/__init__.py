"""Every command, one module per noun."""

from __future__ import annotations

import click

from web.commands import (
    backup,
    case,
    demo,
    doctor,
    handbook,
    import_,
    init,
    job,
    journey,
    ledger,
    notice,
    pack,
    serve,
    user,
    workdays,
    worker,
)

COMMANDS: tuple[click.Command, ...] = (
    serve.serve,
    init.init,
    user.user,
    pack.pack,
    workdays.workdays,
    import_.import_,
    case.case,
    notice.notice,
    ledger.ledger,
    job.job,
    worker.worker,
    backup.backup,
    backup.restore,
    demo.demo,
    journey.journey,
    handbook.handbook,
    doctor.doctor,
)
