"""Drafting a report: what the data say, with what people wrote into its parts."""

from __future__ import annotations

from publicity.offices import bureau_of, government_of, office_at
from publicity.reporting.draft import Draft, Text
from publicity.reporting.kinds import Kind, campaign
from publicity.reporting.telling import teller
from states.drafting import issuer_of
from states.reports import texts
from states.reports.figure import Asked

VILLAGE, TOWNSHIP, COUNTY = 12, 9, 6


def drafted(kind: Kind, asked: Asked) -> Draft:
    """The report as it reads today; the number of statements does not depend on how many villages there are."""
    t = teller(asked)
    written = texts.written(asked.session, kind.name, asked.area, asked.period)
    parts = [part for part in kind.parts(t) if part.heading]
    return Draft(
        kind.name,
        asked.area,
        asked.period,
        _title(kind, asked),
        _below(asked) if kind.downwards else _above(asked),
        _issuer(asked),
        parts,
        kind.tables(t),
        {part.name: _text(written.get(part.name)) for part in parts},
    )


def part_names(draft: Draft) -> list[str]:
    """The parts into which people may write."""
    return [part.name for part in draft.parts]


def _text(row: texts.ReportText | None) -> Text:
    return Text(row.text, row.version) if row else Text()


def _title(kind: Kind, asked: Asked) -> tuple[str, ...]:
    place, said = office_at(asked.session, asked.area).name, kind.title.replace("{campaign}", campaign(asked.plan))
    about = "关于" if kind.downwards else ""
    return f"{place}{about}{asked.period.words}", said


def _issuer(asked: Asked) -> str:
    place = office_at(asked.session, asked.area)
    if len(asked.area) == COUNTY:
        return bureau_of(asked.session, asked.area)
    return issuer_of(place) if len(asked.area) in (VILLAGE, TOWNSHIP) else f"{place.name}乡村振兴局"


def _below(asked: Asked) -> str:
    return "各村民小组" if len(asked.area) >= VILLAGE else "各村（社区）"


def _above(asked: Asked) -> str:
    """Whom the report goes to: the township, the county's bureau, or that of the next place above."""
    if len(asked.area) > TOWNSHIP:
        return government_of(asked.session, asked.area)
    if len(asked.area) == TOWNSHIP:
        return bureau_of(asked.session, asked.area)
    above = office_at(asked.session, asked.area).parent
    return f"{office_at(asked.session, above).name}乡村振兴局" if above else "上级乡村振兴局"
