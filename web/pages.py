"""Every group of pages of the application, in one list."""

from __future__ import annotations

from flask import Blueprint

from web import (
    account,
    announcements,
    areas,
    documents,
    health,
    home,
    languages,
    ledger,
    people,
    practice,
    procedure,
    second_step,
    sign_in,
)
from web.board import pages as board
from web.cases import pages as cases
from web.data import pages as data
from web.department import pages as department
from web.evidence import pages as evidence
from web.handbook import pages as handbook
from web.notices import pages as notices
from web.objections import pages as objections
from web.reconciliation import pages as reconciliation
from web.register import pages as register
from web.worklist import pages as worklist

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    sign_in.bp,
    second_step.bp,
    account.bp,
    notices.bp,
    objections.bp,
    data.bp,
    reconciliation.bp,
    department.bp,
    announcements.bp,
    documents.bp,
    board.bp,
    worklist.bp,
    cases.bp,
    evidence.bp,
    register.bp,
    procedure.bp,
    ledger.bp,
    handbook.bp,
    people.bp,
    areas.bp,
    practice.bp,
    languages.bp,
    health.bp,
)
