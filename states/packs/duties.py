"""A plan's recurring duties and its reminders: whether somebody can owe them, by a day that there is."""

from __future__ import annotations

from collections.abc import Iterator

from engine.words import N_
from states.evidence.reviews import DEPARTMENTS
from states.packs.duty import Duty
from states.packs.lines import Path
from states.packs.refusals import Refusal
from states.packs.schema import PackFile

LEVEL = {"village": 12, "township": 9, "township_leader": 9, "county": 6, "department": 6, "city": 4}
"""The posts that may owe something, and the length of the codes of the places where each sits."""
PAPER = "paper"
PROOFS = {
    "report": N_("经办人登记"),
    PAPER: N_("印发的文书"),
    "warnings": N_("推送的预警线索"),
    "policy-ledger": N_("推送的政策台账"),
    "sweep": N_("排查记录"),
    "training": N_("培训记录"),
    "help-check": N_("帮扶核查记录"),
}
"""What may show that a duty was done; `paper:NAME` names the document that is issued."""


def owed_wrongly(pack: PackFile) -> Iterator[Refusal]:
    """Everything that the duties and reminders name and that is not there."""
    for i, duty in enumerate(pack.duty):
        path: Path = ("duty", i)
        if any(other.name == duty.name for other in pack.duty[:i]):
            yield Refusal((*path, "name"), f"有两项任务都叫“{duty.name}”")
        yield from _who(path, duty, pack)
        yield from _when(path, duty)
        yield from _proof(path, duty)
    if list(pack.reminder.before) != sorted(set(pack.reminder.before), reverse=True):
        yield Refusal(("reminder", "before"), "提前的工作日要由多到少写，每个一次")


def _who(path: Path, duty: Duty, pack: PackFile) -> Iterator[Refusal]:
    if duty.by not in LEVEL:
        yield Refusal((*path, "by"), f"没有“{duty.by}”这个岗位，或它不承担任务；可用的有：{'、'.join(LEVEL)}")
    if (duty.by == "department") != bool(duty.departments):
        yield Refusal(path, f"“{duty.title}”由部门办理的要写明哪些部门（departments），不由部门办理的不写")
    for code in duty.departments:
        if code not in DEPARTMENTS and code not in pack.departments:
            yield Refusal((*path, "departments"), f"没有“{code}”这个部门，地方自己的部门要在 [departments] 里写明名称")


def _when(path: Path, duty: Duty) -> Iterator[Refusal]:
    if duty.when.last_month and duty.every == "month":
        yield Refusal((*path, "when"), "每月的任务没有末月")


def _proof(path: Path, duty: Duty) -> Iterator[Refusal]:
    kind, _, document = duty.proof.partition(":")
    if kind not in PROOFS or (kind == PAPER) != bool(document):
        reason = f"没有“{duty.proof}”这种办结依据；可用的有：{'、'.join(PROOFS)}，文书写作 {PAPER}:文书名"
        yield Refusal((*path, "proof"), reason)
