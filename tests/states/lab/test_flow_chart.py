"""The flow chart shows every step and every edge of the definition that runs, on the page, as a file and on paper."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pdfplumber
import pytest

from publicity.documents import render
from states.packs.loader import Pack, load
from tests.states.lab.plans import SHIPPED, TEXTS, plan, posted, step
from web import mermaid
from web.flow_chart import BOX_W, chart, svg
from web.lab.flow_paper import DOCUMENT, flow_values

SVG = "{http://www.w3.org/2000/svg}"


def edges_of(pack: Pack, name: str) -> set[tuple[str, str]]:
    """What the definition says: each step after those it waits for, between the beginning and the end."""
    procedure = pack.definition.by_name[name].procedure
    assert procedure is not None
    found = {(before, spec.name) for spec in procedure.steps for before in spec.after}
    waited = {before for before, _ in found}
    found |= {("begin", spec.name) for spec in procedure.steps if not spec.after}
    return found | {(spec.name, "end") for spec in procedure.steps if spec.name not in waited}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_step_and_every_edge_is_in_the_drawing(name: str) -> None:
    pack = load(name, TEXTS)
    for move in pack.definition.moves:
        assert move.procedure is not None
        drawing = ElementTree.fromstring(svg(chart(pack.definition, move), move.label, alone=True))
        drawn = {group.get("data-step"): "".join(group.itertext()) for group in drawing.iter(f"{SVG}g")}
        ways = {(path.get("data-from"), path.get("data-to")) for path in drawing.iter(f"{SVG}path") if path.get("d")}

        assert drawn.keys() == {spec.name for spec in move.procedure.steps}
        for spec in move.procedure.steps:
            said = drawn[spec.name]
            assert spec.title in said
            assert spec.by_title in said
            assert all(rule.reason in said for rule in (spec.skip.rules if spec.skip else ()))
            ways_out = [one.title for need in spec.needs for one in need.alternatives]
            assert all(title in said for title in ways_out)
        assert ways - {(None, None)} == edges_of(pack, move.name)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_box_stands_on_another_and_none_over_the_edge(name: str) -> None:
    pack = load(name, TEXTS)
    for move in pack.definition.moves:
        drawn = chart(pack.definition, move)
        for at, one in enumerate(drawn.boxes):
            assert 0 <= one.x <= drawn.width - BOX_W
            assert 0 < one.y < drawn.height - one.height
            for other in drawn.boxes[at + 1 :]:
                beside = one.x + BOX_W <= other.x or other.x + BOX_W <= one.x
                above = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert beside or above, (move.name, one.step, other.step)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_stands_in_mermaid(name: str) -> None:
    pack = load(name, TEXTS)
    for move in pack.definition.moves:
        text = mermaid.steps(pack.definition, move)
        assert {tuple(line.strip().split(" --> ")) for line in text.splitlines() if "-->" in line} == {
            pair for pair in edges_of(pack, move.name) if "begin" not in pair and "end" not in pair
        }
        for spec in move.procedure.steps if move.procedure else ():
            assert f'  {spec.name}["' in text


def test_branches_skips_and_alternatives_are_drawn() -> None:
    either = '{ any_of = [{ evidence = "minutes" }, { evidence = "proof" }] }'
    pack = plan(
        step("visit"),
        step("ask", 'skip_when = "lifted_out"', after='["visit"]'),
        step("weigh", f"needs = [{either}]", after='["visit"]'),
        step("hang", posted("5 workdays"), after='["ask", "weigh"]'),
    )
    drawn = chart(pack.definition, pack.definition.by_name["identify"])
    boxes = {box.step: box for box in drawn.boxes}

    assert boxes["ask"].y == boxes["weigh"].y
    assert boxes["ask"].x != boxes["weigh"].x
    assert "".join(boxes["ask"].remarks) == "脱贫户，按规定免办"
    assert boxes["ask"].skips
    assert "".join(boxes["weigh"].remarks) == "评议会议记录 / 证明材料"
    assert boxes["hang"].remarks == ("公示5个工作日",)
    assert {(edge.before, edge.after) for edge in drawn.edges} == edges_of(pack, "identify")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_paper_holds_the_chart_and_the_steps_in_words(name: str) -> None:
    pack = load(name, TEXTS)
    move = pack.definition.by_name["identify"] if "identify" in pack.definition.by_name else pack.definition.moves[0]

    printed = render(DOCUMENT, flow_values(pack, move, date(2021, 10, 20)))

    with pdfplumber.open(BytesIO(printed.pdf)) as paper:
        first, rest = paper.pages[0].extract_text(), "".join(page.extract_text() for page in paper.pages[1:])
    drawn, written = ("".join(text.split()) for text in (first, rest))
    for spec in move.procedure.steps if move.procedure else ():
        assert spec.title[:15] in drawn
        assert spec.title[:4] in written
    assert "流程图" in first
