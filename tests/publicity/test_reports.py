"""Reports as files to be edited: the official page, heads that repeat, links that are kept, the same bytes."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from publicity import editable
from publicity.documents import find
from publicity.documents.reports import Report
from publicity.errors import InvalidValues
from publicity.reporting.kinds import KINDS

NAMES = [kind.document for kind in KINDS.values()]


def opened(name: str):
    return docx.Document(io.BytesIO(editable.made(name, find(name).sample())))


@pytest.mark.parametrize("name", NAMES)
def test_an_editable_report_says_what_its_values_say(name):
    file, report = opened(name), find(name).read(find(name).sample())
    assert isinstance(report, Report)
    lines = [paragraph.text for paragraph in file.paragraphs]

    for heading, part in zip(report.headings, report.parts, strict=True):
        assert heading in lines
        assert ["".join(one.text for one in said.pieces) in lines for said in part.paragraphs] == [True] * len(
            part.paragraphs
        )
    assert [len(table.rows) for table in file.tables] == [
        len(one.rows) + (2 if one.grouped else 1) for one in report.tables
    ]
    for table, told in zip(file.tables, report.tables, strict=True):
        assert [cell.text for cell in table.rows[-1].cells] == [cell.text for cell in told.rows[-1].cells]


def test_an_editable_report_has_the_official_page_and_faces():
    file = opened("annual_summary")
    first, wide, *_ = file.sections
    assert [round(side.mm) for side in (first.page_width, first.page_height, first.top_margin, first.left_margin)] == [
        210, 297, 37, 28,
    ]  # fmt: skip
    assert (wide.orientation, round(wide.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)

    def look(paragraph):
        run = paragraph._p.findall(f".//{qn('w:r')}")[0]
        fonts, size = run.rPr.find(qn("w:rFonts")), run.rPr.find(qn("w:sz"))
        return fonts.get(qn("w:eastAsia")), int(size.get(qn("w:val"))) / 2

    by_text = {paragraph.text: paragraph for paragraph in file.paragraphs}
    assert look(by_text["防返贫监测动态调整工作总结报告"]) == ("方正小标宋简体", 22)
    assert look(by_text["一、工作开展情况"]) == ("黑体", 16)
    body = next(one for text, one in by_text.items() if text.startswith("截至"))
    assert look(body) == ("仿宋_GB2312", 16)
    assert (body.paragraph_format.line_spacing.pt, body.paragraph_format.first_line_indent.pt) == (28.95, 32)


def test_heads_repeat_rows_stay_whole_and_figures_keep_their_links():
    file = opened("annual_summary")
    [table, *_] = file.tables
    marks = [[mark.tag for mark in row._tr.trPr] for row in table.rows]
    assert [qn("w:tblHeader") in one for one in marks[:3]] == [True, True, False]
    assert all(qn("w:cantSplit") in one for one in marks)
    links = [one.target_ref for one in file.part.rels.values() if one.is_external]
    assert any("figure=registered" in one for one in links)
    assert all(one.startswith("https://example.invalid/reports/figure?") for one in links)


def test_the_same_values_give_the_same_file_and_unsound_ones_none():
    sample = find("risk_report").sample()
    assert editable.made("risk_report", sample) == editable.made("risk_report", sample)
    with pytest.raises(InvalidValues, match="没有填写"):
        editable.made("risk_report", {name: told for name, told in sample.items() if name != "to"})
    crooked = sample | {"tables": [sample["tables"][0] | {"rows": [{"cells": [{"text": "和平村"}]}]}]}
    with pytest.raises(InvalidValues, match="对不上"):
        editable.made("risk_report", crooked)
