"""The list of leads: from where each came, what the village found, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from states.leads import desk
from states.leads.channels import SOURCES
from states.leads.lead import LABELS
from states.listings.listing import AREA, Line, Listing, Look, Places, choice, paged, told


def _leads(look: Look) -> Iterator[Line]:
    places = Places(look.session)
    asked = desk.Asked(look.area, look.get("state"), look.get("source"), look.get("held"), look.today)
    for rows in paged(look, lambda before: desk.asked_for(look.session, look.by, asked, before), 0):
        sources = desk.sources(look.session, [one.lead for one in rows])
        places.learn(one.lead.area for one in rows)
        for one in rows:
            lead = one.lead
            where = places.village(lead.area), lead.name, one.number or "还没有登记"
            came = "、".join(sources.get(lead.id, [one.source])), told(lead.received_on)
            holds = one.holder, told(lead.visit_by)
            found = told(lead.visited_on), lead.visitors, lead.analysis, one.because, lead.reason, lead.told
            yield *where, *came, one.label, *holds, *found


HEADINGS = (
    "村", "农户", "户编号", "线索来源", "收到日期", "状态", "承办人", "入户期限", "入户日期", "入户人", "分析研判",
    "了结的原因", "了结的理由", "告知情况",
)  # fmt: skip
FILTERS = (AREA, choice("state", "状态", LABELS), choice("source", "来源", SOURCES), choice("held", "承办", desk.HELD))
LISTINGS = (Listing("leads", "线索", HEADINGS, _leads, FILTERS),)
