"""Roles and what each may do, as one table: who may see, enter, decide and administer.

The table is the whole of it. A page names the permission it needs, never a role, so that
the separation of duties can be read and tested in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.words import N_


class Permission(StrEnum):
    """One thing that an account may be allowed to do."""

    READ_HOUSEHOLD = "read-household"
    READ_ROOM = "read-room"
    HAND_IN = "hand-in"
    REMIND = "remind"
    EDIT_HOUSEHOLD = "edit-household"
    RECORD_EVIDENCE = "record-evidence"
    ADVANCE = "advance"
    NOTICE = "notice"
    READ_OBJECTION = "read-objection"
    HANDLE_OBJECTION = "handle-objection"
    PRINT = "print"
    READ_PAPERS = "read-papers"
    ISSUE = "issue"
    IMPORT = "import"
    EXPORT = "export"
    ARCHIVE = "archive"
    REVIEW = "review"
    DECIDE = "decide"
    ANSWER_DEPARTMENT = "answer-department"
    PROPOSE_CHANGE = "propose-change"
    VERIFY_CHANGE = "verify-change"
    ENTER_INCOME = "enter-income"
    REVIEW_INCOME = "review-income"
    UNLOCK_INCOME = "unlock-income"
    ENTER_HELP = "enter-help"
    CHECK_HELP = "check-help"
    RUN_QUALITY = "run-quality"
    CORRECT_FINDING = "correct-finding"
    WAIVE_FINDING = "waive-finding"
    READ_RECONCILIATION = "read-reconciliation"
    SET_PARAMETER = "set-parameter"
    RECONCILE = "reconcile"
    UPLOAD_LEDGER = "upload-ledger"
    MANAGE_GRIDS = "manage-grids"
    READ_HISTORY = "read-history"
    READ_LEDGER = "read-ledger"
    READ_ACCESS_LOG = "read-access-log"
    READ_FORMS = "read-forms"
    CHECK_FORMS = "check-forms"
    MANAGE_FORMS = "manage-forms"
    READ_PACKS = "read-packs"
    MANAGE_PACKS = "manage-packs"
    MANAGE_CALENDAR = "manage-calendar"
    READ_USERS = "read-users"
    MANAGE_USERS = "manage-users"
    READ_AREAS = "read-areas"
    MANAGE_AREAS = "manage-areas"
    SET_PRACTICE_DATE = "set-practice-date"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Role:
    """A post: its code, its name, the lengths its area code may have, and whether it speaks for a department."""

    code: str
    title: str
    levels: frozenset[int]
    has_department: bool = False


ANY_LEVEL = frozenset({0, 2, 4, 6, 9, 12, 14})

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("village", N_("村级信息员"), frozenset({12})),
        Role("grid", N_("网格员"), frozenset({12, 14})),
        Role("township", N_("乡镇业务员"), frozenset({9})),
        Role("township_leader", N_("乡镇负责人"), frozenset({9})),
        Role("county", N_("县级审核"), frozenset({6})),
        Role("city", N_("州市审核"), frozenset({4})),
        Role("department", N_("部门审核"), frozenset({4, 6, 9}), has_department=True),
        Role("auditor", N_("督导审计"), ANY_LEVEL),
        Role("admin", N_("管理员"), ANY_LEVEL),
    )
}

_FIELD = frozenset({"village", "grid", "township"})
_TOWNSHIP = frozenset({"township", "township_leader"})
_OFFICES = frozenset({"village", "grid", "township", "township_leader", "county"})
_EVERYONE = frozenset(ROLES)

PERMITTED: dict[Permission, frozenset[str]] = {
    Permission.READ_HOUSEHOLD: _OFFICES | {"city", "auditor"},
    Permission.READ_ROOM: _EVERYONE - {"admin"},
    Permission.HAND_IN: _TOWNSHIP | {"village", "county", "city", "department"},
    Permission.REMIND: _TOWNSHIP | {"county", "city"},
    Permission.EDIT_HOUSEHOLD: _FIELD,
    Permission.RECORD_EVIDENCE: _OFFICES | {"city"},
    Permission.ADVANCE: _OFFICES | {"city"},
    Permission.NOTICE: frozenset({"village", "township", "county"}),
    Permission.READ_OBJECTION: _TOWNSHIP | {"village", "county", "auditor"},
    Permission.HANDLE_OBJECTION: frozenset({"village", "township", "county"}),
    Permission.PRINT: _OFFICES | {"city"},
    Permission.READ_PAPERS: _OFFICES | {"city", "department", "auditor"},
    Permission.ISSUE: frozenset({"village", "township", "township_leader", "county", "department"}),
    Permission.IMPORT: frozenset({"township", "county"}),
    Permission.EXPORT: _TOWNSHIP | {"county", "city", "auditor"},
    Permission.ARCHIVE: _TOWNSHIP | {"county", "auditor"},  # all of whom may read objections
    Permission.REVIEW: _TOWNSHIP | {"county", "city"},
    Permission.DECIDE: frozenset({"township_leader", "county"}),
    Permission.ANSWER_DEPARTMENT: frozenset({"department"}),
    Permission.PROPOSE_CHANGE: _FIELD,
    Permission.VERIFY_CHANGE: frozenset({"village", "township"}),
    Permission.ENTER_INCOME: _FIELD,
    Permission.REVIEW_INCOME: frozenset({"village", "township", "county", "city"}),
    Permission.UNLOCK_INCOME: frozenset({"county", "city"}),
    Permission.ENTER_HELP: _FIELD,
    Permission.CHECK_HELP: frozenset({"township", "county"}),
    Permission.RUN_QUALITY: frozenset({"village", "township", "county"}),
    Permission.CORRECT_FINDING: _FIELD,
    Permission.WAIVE_FINDING: frozenset({"township", "county"}),
    Permission.READ_RECONCILIATION: _TOWNSHIP | {"county", "city", "department", "auditor"},
    Permission.SET_PARAMETER: frozenset({"county", "city"}),
    Permission.RECONCILE: frozenset({"township", "county"}),
    Permission.UPLOAD_LEDGER: frozenset({"township", "county", "department"}),
    Permission.MANAGE_GRIDS: frozenset({"township"}),
    Permission.READ_HISTORY: _OFFICES | {"city", "auditor"},
    Permission.READ_LEDGER: frozenset({"county", "auditor", "admin"}),
    Permission.READ_ACCESS_LOG: frozenset({"auditor", "admin"}),
    Permission.READ_FORMS: _TOWNSHIP | {"county", "city", "auditor", "admin"},
    Permission.CHECK_FORMS: frozenset({"township", "county", "admin"}),
    Permission.MANAGE_FORMS: frozenset({"admin"}),
    Permission.READ_PACKS: _EVERYONE,
    Permission.MANAGE_PACKS: frozenset({"admin"}),
    Permission.MANAGE_CALENDAR: frozenset({"admin"}),
    Permission.READ_USERS: frozenset({"auditor", "admin"}),
    Permission.MANAGE_USERS: frozenset({"admin"}),
    Permission.READ_AREAS: _OFFICES | {"auditor", "admin"},
    Permission.MANAGE_AREAS: frozenset({"admin"}),
    Permission.SET_PRACTICE_DATE: _OFFICES | {"admin"},
    Permission.BACKUP: frozenset({"admin"}),
}

CHANGES_NOTHING = frozenset({"auditor"})
"""Roles that must never hold a permission that changes anything."""


def allows(role: str, permission: Permission) -> bool:
    """Whether a role may do this."""
    return role in PERMITTED[permission]


def permissions(role: str) -> frozenset[Permission]:
    """Everything that a role may do."""
    return frozenset(permission for permission, roles in PERMITTED.items() if role in roles)
