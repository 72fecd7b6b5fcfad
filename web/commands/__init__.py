"""Every command, one module per noun."""

from __future__ import annotations

import click

from web.commands import doctor, init, serve, user

COMMANDS: tuple[click.Command, ...] = (serve.serve, init.init, user.user, doctor.doctor)
