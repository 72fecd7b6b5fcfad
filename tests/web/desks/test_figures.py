"""The pages of figures: every number leads to as many rows, every picture is told in words, nobody sees beyond."""

from __future__ import annotations

from tests.publicity.papers import text
from tests.web.client import Page
from tests.web.desks.conftest import OTHER_VILLAGE, Township

PAGES = ("/figures", "/figures/rank", "/figures/trend", "/figures/time", "/figures/burden")


def links(page: Page, to: str) -> dict[str, int]:
    """Where the figures of a page lead, and what they say."""
    found = (one for one in page.root.iter("a") if (one.get("href") or "").startswith(to))
    said = {one.get("href") or "": "".join(one.itertext()).replace(",", "") for one in found}
    return {address: int(n) for address, n in said.items() if n.isdecimal()}


def test_every_figure_leads_to_as_many_rows(township: Township) -> None:
    visitor = township.sign_in("township-1")
    page = visitor.get("/figures")
    figures = links(page, "/reports/figure")
    assert len(figures) > 4
    assert len(links(page, "/households")) > 2

    for address, n in figures.items():
        rows = [row for row in visitor.get(address).root.iter("tr") if row.find("th[@scope='row']") is not None]
        assert len(rows) == min(n, 50), address


def test_every_picture_says_in_words_and_in_a_table_what_it_shows(township: Township) -> None:
    visitor = township.sign_in("township-1")
    for address in PAGES:
        page = visitor.get(address)
        assert page.status == 200
        for picture in (one for one in page.root.iter() if one.get("class", "").startswith("chart ")):
            ids = {one.get("id"): "".join(one.itertext()) for one in picture.iter() if one.get("id")}
            assert all(ids[name] for name in (picture.get("aria-labelledby") or "").split()), address
        assert len(list(page.root.iter("figure"))) == len(list(page.root.iter("figcaption")))


def test_places_lead_down_to_the_village_and_back(township: Township) -> None:
    visitor = township.sign_in("county-1")
    address = "/figures?area=533401102"
    assert [one for one in visitor.get("/figures").root.iter("a") if one.get("href") == address]
    town = visitor.get(address)
    village = visitor.get(f"/figures?area={OTHER_VILLAGE}")

    assert "小中甸镇 调度图表" in town.text
    assert "团结村 调度图表" in village.text
    assert [one for one in village.root.iter("a") if one.get("href") == address]


def test_the_sheet_is_printed_with_its_pictures_and_tables(township: Township) -> None:
    visitor = township.sign_in("township-1")
    said = text(visitor.client.get("/figures/sheet.pdf").data)

    assert "小中甸镇调度图表" in said
    assert "每百户差错分＝" in said
    assert "按时办结（个）" in said


def test_nobody_looks_beyond_their_area(township: Township) -> None:
    clerk = township.sign_in("village-1")
    for address in PAGES:
        assert clerk.get(f"{address}?area={OTHER_VILLAGE}").status == 404
        assert clerk.get(f"{address}?area=小中甸").status == 404
    assert clerk.client.get(f"/figures/sheet.pdf?area={OTHER_VILLAGE}").status_code == 404
