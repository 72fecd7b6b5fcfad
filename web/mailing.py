"""Sending mail: the outbox emptied through the office's SMTP server; what cannot be sent waits and says why."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import Engine

from engine.clock import OFFICE
from engine.db import work
from states.reminders import outbox
from states.reminders.outbox import Letter
from web.settings import Settings

PATIENCE = 20  # seconds


def is_configured(settings: Settings) -> bool:
    """Whether a mail server is named."""
    return bool(settings.mail_host and settings.mail_from)


@contextmanager
def server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The mail server, signed in to; raises `OSError` (of which `SMTPException` is one)."""
    with smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=PATIENCE) as smtp:
        if settings.mail_starttls:
            smtp.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            smtp.login(settings.mail_user, settings.mail_password)
        yield smtp


def deliver(db: Engine, settings: Settings, clock: Callable[[], datetime]) -> int:
    """Send what waits in the outbox, lot by lot; answer how many went. What a server does not take goes on waiting."""
    went = 0
    while True:
        with work(db) as session:
            letters = outbox.claim(session, clock())
        if not letters:
            return went
        sent, failed = _sent(letters, settings, clock())
        with work(db) as session:
            outbox.mark(session, sent, failed, clock())
        went += len(sent)
        if failed:
            return went


def _sent(letters: list[Letter], settings: Settings, at: datetime) -> tuple[list[int], dict[int, str]]:
    sent: list[int] = []
    failed: dict[int, str] = {}
    try:
        with server(settings) as smtp:
            for one in letters:
                try:
                    smtp.send_message(_message(one, settings.mail_from, at))
                    sent.append(one.id)
                except (smtplib.SMTPException, ValueError) as error:
                    failed[one.id] = why(error)
    except OSError as error:
        failed |= {one.id: why(error) for one in letters if one.id not in sent and one.id not in failed}
    return sent, failed


def _message(one: Letter, sender: str, at: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, one.address, one.subject
    message["Message-ID"], message["Date"] = one.message_id, format_datetime(at.astimezone(OFFICE))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(one.body)
    return message


def why(error: BaseException) -> str:
    """Why it did not go: the kind of fault and the server's code, without anybody's address."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"
