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
    journey,
    ledger,
    notice,
    pack,
    reconcile,
    serve,
    user,
    workdays,
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
    reconcile.reconcile,
    ledger.ledger,
    backup.backup,
    backup.restore,
    demo.demo,
    journey.journey,
    handbook.handbook,
    doctor.doctor,
)
