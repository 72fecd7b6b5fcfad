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
from web.archives import pages as archives
from web.board import pages as board
from web.cases import pages as cases
from web.changes import pages as changes
from web.data import pages as data
from web.deadlines import pages as deadlines
from web.department import pages as department
from web.evidence import pages as evidence
from web.exchange import pages as exchange
from web.handbook import pages as handbook
from web.handbook import papers as handbook_papers
from web.help import pages as help_
from web.income import pages as income
from web.intake import pages as intake
from web.issued import pages as issued
from web.jobs import pages as jobs
from web.lab import pages as lab
from web.lab_changes import pages as lab_changes
from web.leads import pages as leads
from web.listings import handing_out as lists
from web.livelihood import pages as livelihood
from web.look_back import pages as look_back
from web.notices import pages as notices
from web.objections import pages as objections
from web.places import pages as places
from web.printing import pages as printing
from web.problems import pages as problems
from web.quality import pages as quality
from web.reconciliation import pages as reconciliation
from web.register import pages as register
from web.reports import pages as reports
from web.room import pages as room
from web.scans import pages as scans
from web.sessions import pages as sessions
from web.sheets import pages as sheets
from web.worklist import pages as worklist

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    sign_in.bp,
    second_step.bp,
    account.bp,
    notices.bp,
    objections.bp,
    issued.bp,
    leads.bp,
    problems.bp,
    sessions.bp,
    sheets.bp,
    scans.bp,
    reports.bp,
    room.bp,
    deadlines.bp,
    data.bp,
    *places.BLUEPRINTS,
    livelihood.bp,
    help_.bp,
    look_back.bp,
    changes.bp,
    income.bp,
    quality.bp,
    exchange.bp,
    intake.bp,
    jobs.bp,
    printing.bp,
    lists.bp,
    reconciliation.bp,
    department.bp,
    announcements.bp,
    documents.bp,
    archives.bp,
    board.bp,
    worklist.bp,
    cases.bp,
    evidence.bp,
    register.bp,
    procedure.bp,
    lab_changes.bp,
    lab.bp,
    ledger.bp,
    handbook.bp,
    handbook_papers.bp,
    people.bp,
    areas.bp,
    practice.bp,
    languages.bp,
    health.bp,
)
