"""The counties where people work: by code, or by a name that the register or earlier records know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from states.import_lines import Line
from states.imports import AT_ONCE
from states.livelihood.work import WorkRecord
from states.regions import Region

PARTS = ("province", "prefecture", "place_name")


class Places:
    """The codes of the counties that lines name without a code."""

    def __init__(self, session: Session, lines: Iterable[Line]) -> None:
        wanted = {self.name(line.values) for line in lines if not line.values.get("place")}
        wanted |= {line.values.get("place_name", "") for line in lines}
        self._codes: dict[str, set[str]] = {}
        names = sorted(wanted - {""})
        for start in range(0, len(names), AT_ONCE):
            some = names[start : start + AT_ONCE]
            counties = select(Region.name, Region.code).where(Region.level == "county", Region.name.in_(some))
            before = select(WorkRecord.place_name, WorkRecord.place).where(WorkRecord.place_name.in_(some)).distinct()
            for name, code in (*session.execute(counties), *session.execute(before)):
                self._codes.setdefault(name, set()).add(code)

    def code(self, told: Mapping[str, str]) -> str:
        """The code that a line writes, or the one that its name has; empty where there is none or more than one."""
        if written := told.get("place", ""):
            return written[:6] if written.isdigit() and len(written) in (9, 12) else written
        for name in (self.name(told), told.get("place_name", "")):
            if len(found := self._codes.get(name, set())) == 1:
                return next(iter(found))
        return ""

    @staticmethod
    def name(told: Mapping[str, str]) -> str:
        """The place in words, from the province down."""
        return "".join(told.get(part, "") for part in PARTS)[:60]
