"""The list of leads: from where each came, what the village found, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from states.leads import desk
from states.leads.lead import LABELS, SOURCES
from states.listings.listing import AREA, Line, Listing, Look, Places, choice, paged, told


def _leads(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    asked = {"area": look.area, "state": look.get("state"), "source": look.get("source")}
    for rows in paged(look, lambda before: desk.listed(look.session, look.by, before=before, **asked), 0):
        places.learn(one.lead.area for one in rows)
        for one in rows:
            lead = one.lead
            where = places.village(lead.area), lead.name, one.number or "还没有登记"
            found = told(lead.visited_on), lead.analysis, lead.reason, lead.told
            yield *where, one.source, told(lead.received_on), one.label, *found


HEADINGS = ("村", "农户", "户编号", "线索来源", "收到日期", "状态", "入户日期", "分析研判", "了结的理由", "告知情况")
LISTINGS = (
    Listing(
        "leads", "线索", HEADINGS, _leads, (AREA, choice("state", "状态", LABELS), choice("source", "来源", SOURCES))
    ),
)
