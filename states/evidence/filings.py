"""Evidence towards the offices above: what was filed or reported there, and when the system was opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field, model_validator

from engine.facts import Facts, Shown
from engine.guards import Blocker
from engine.words import N_
from states.evidence.kinds import Body, EvidenceKind, Params, declare


class Filing(Body):
    """备案: where the result was put on file, under which number, and whether it was taken without objection."""

    office: str = Field(min_length=2, max_length=60)
    filing_number: str = Field(min_length=1, max_length=60)
    accepted: bool
    remarks: str = Field(default="", max_length=1000)


def _accepted(_: Params, shown: list[Shown], __: Facts) -> Iterator[Blocker]:
    if not shown[-1].facts["accepted"]:
        yield Blocker("filing-returned", N_("备案被退回，要按意见补正后重新备案"), {}, "", "township", attention=True)


FILING = declare(
    EvidenceKind(
        "filing",
        N_("备案记录"),
        ("township", "county", "city"),
        Filing,
        lambda body, _: {"accepted": body.accepted},
        Params,
        _accepted,
    )
)


class Report(Body):
    """报送上级: which document went to whom."""

    document: str = Field(min_length=1, max_length=60)
    reported_to: str = Field(min_length=2, max_length=60)


REPORT = declare(
    EvidenceKind("report", N_("报送上级记录"), ("township", "village", "county"), Report, lambda _, __: {})
)


class SystemOpened(Body):
    """系统开放权限: from when, and until when if that is known, entries may be made; by which document."""

    opened_on: date
    until: date | None = None
    document: str = Field(default="", max_length=60)

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> SystemOpened:
        if self.until and self.until < self.opened_on:
            raise ValueError(N_("关闭日期早于开放日期"))
        return self


def _days(body: SystemOpened) -> dict[str, str | None]:
    return {"opened_on": body.opened_on.isoformat(), "until": body.until.isoformat() if body.until else None}


SYSTEM_OPENED = declare(
    EvidenceKind("system_opened", N_("系统开放权限记录"), ("county", "city"), SystemOpened, lambda body, _: _days(body))
)
