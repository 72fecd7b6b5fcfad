"""The four mismatches about work (TZ12), decided from values alone, whatever source of income is laid beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine import ledger
from engine.words import N_

KINDS = {
    "work-without-income": N_("有务工无收入"),
    "income-without-work": N_("有收入无务工"),
    "status-against-record": N_("是否务工和实际务工信息不一致"),
    "province-against-national": N_("省监测平台、全国系统务工信息不统一"),
}
ADVICE = {
    "work-without-income": N_("入户或打电话问清工资，补录工资性收入；确实没有收入的写明原因"),
    "income-without-work": N_("问清工资从哪里来，补录务工信息；不是务工收入的更正收入"),
    "status-against-record": N_("核实本人今年有没有务工，更正“是否务工”或务工信息"),
    "province-against-national": N_("核实实际务工情况，把两个系统改成一致"),
}


@dataclass(frozen=True, slots=True)
class Spell:
    """A spell of work as it is compared: county, first and last day, monthly pay."""

    place: str
    began_on: date
    ended_on: date | None
    monthly_pay: Decimal | None

    def touches(self, year: int) -> bool:
        """Whether any of it lies in a calendar year."""
        return self.began_on.year <= year and (self.ended_on is None or self.ended_on.year >= year)

    @property
    def told(self) -> list[str]:
        """It as the outside systems hold it: by county and month."""
        ended = f"{self.ended_on:%Y-%m}" if self.ended_on else ""
        return [self.place, f"{self.began_on:%Y-%m}", ended, str(self.monthly_pay or "")]


@dataclass(frozen=True, slots=True)
class Worker:
    """What is known of a member's work in one year.

    `works` and `wage` are None when nobody asked. `spells` are by source; a source that is missing was never
    taken in for this village, so nothing is compared with it.
    """

    works: bool | None
    wage: Decimal | None
    spells: dict[str, tuple[Spell, ...]]

    @property
    def income(self) -> Decimal:
        """The wage, or where none was told what a month's pay proves; zero for none."""
        if self.wage is not None:
            return self.wage
        return max((spell.monthly_pay or Decimal(0) for spell in self.spells.get("ours", ())), default=Decimal(0))


def mismatches_of(worker: Worker) -> Iterator[tuple[str, str]]:
    """Each mismatch of a member: its kind, and the digest of the data in which it was seen."""
    ours = worker.spells.get("ours", ())
    if ours and worker.income <= 0:
        yield "work-without-income", _digest(worker)
    if not ours and worker.wage is not None and worker.wage > 0:
        yield "income-without-work", _digest(worker)
    if worker.works is not None and worker.works != bool(ours):
        yield "status-against-record", _digest(worker)
    if "national" in worker.spells and "province" in worker.spells:
        told = [sorted(spell.told for spell in worker.spells[source]) for source in ("national", "province")]
        if told[0] != told[1]:
            yield "province-against-national", hashlib.sha256(ledger.canonical(told).encode()).hexdigest()


def _digest(worker: Worker) -> str:
    told = [spell.told for spell in worker.spells.get("ours", ())]
    wage = None if worker.wage is None else f"{worker.wage:.2f}"
    return hashlib.sha256(ledger.canonical([worker.works, wage, sorted(told)]).encode()).hexdigest()
