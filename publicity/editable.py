"""Reports as files that can be edited: official faces, sizes and margins, repeated heads, figures with their links.

Only this module knows python-docx. The same values give the same bytes, as they do on paper.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import docx as word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from publicity.documents import registry
from publicity.documents.reports import Column, Piece, Report, Row, Table

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FANG, SONG, HEI = "仿宋_GB2312", "方正小标宋简体", "黑体"
BODY, TITLE, CELL, SMALL = 16, 22, 14, 10.5
LINE, TITLE_LINE, CELL_LINE = 28.95, 34, 18
INDENT = 2 * BODY
UPRIGHT = (210, 297, 37, 35, 28, 26)
"""Width and height of the page, and its margins above, below, left and right, in millimetres."""
ON_ITS_SIDE = (297, 210, 28, 26, 35, 37)
DENSE_FROM, DENSE = 8, 10.5


def made(name: str, values: Mapping[str, Any]) -> bytes:
    """The report of this kind as a .docx; raises InvalidValues and UnknownDocument."""
    report = registry.find(name).read(values)
    assert isinstance(report, Report)  # only reports are edited
    file = word.Document()
    _properties(file, report)
    _page(file.sections[0], UPRIGHT)
    _text(file, report)
    for at, table in enumerate(report.tables, 1):
        _page(file.add_section(WD_SECTION.NEW_PAGE), ON_ITS_SIDE if table.wide else UPRIGHT)
        _said(file, [_plain("附件" + (str(at) if len(report.tables) > 1 else ""))], face=HEI, indent=0)
        _title(file, [table.title])
        _table(file, table)
    out = io.BytesIO()
    file.save(out)
    return _settled(out.getvalue())


def _properties(file: Any, report: Report) -> None:
    core = file.core_properties
    core.title, core.author, core.comments = "".join(report.title), report.issuer, ""
    core.created = core.modified = datetime.combine(report.issued_on, time())
    core.last_modified_by, core.revision = report.issuer, 1
    normal = file.styles["Normal"]
    normal.font.size = Pt(BODY)
    _face(normal.element.get_or_add_rPr(), FANG)


def _text(file: Any, report: Report) -> None:
    if report.number:
        _said(file, [_plain(report.number)], indent=0, align=WD_ALIGN_PARAGRAPH.CENTER)
    _title(file, report.title)
    _said(file, [_plain(f"{report.to}：")], indent=0)
    for heading, part in zip(report.headings, report.parts, strict=True):
        _said(file, [_plain(heading)], face=HEI, style="Heading 1")
        for paragraph in part.paragraphs:
            _said(file, paragraph.pieces)
    for at, table in enumerate(report.tables):
        before = "附件：" if not at else "　　　"
        numbered = f"{at + 1}.{table.title}" if len(report.tables) > 1 else table.title
        _said(file, [_plain(before + numbered)], above=LINE if not at else 0)
    for at, line in enumerate((report.issuer, registry.day(report.issued_on))):
        told = _said(file, [_plain(line)], indent=0, align=WD_ALIGN_PARAGRAPH.RIGHT, above=0 if at else 2 * LINE)
        told.paragraph_format.right_indent = Pt(4 * BODY if at else 2 * BODY)
        told.paragraph_format.keep_with_next = not at


def _title(file: Any, lines: Sequence[str]) -> None:
    for at, line in enumerate(lines):
        told = _said(file, [_plain(line)], face=SONG, size=TITLE, indent=0, align=WD_ALIGN_PARAGRAPH.CENTER)
        told.paragraph_format.line_spacing = Pt(TITLE_LINE)
        told.paragraph_format.space_after = Pt(LINE if at == len(lines) - 1 else 0)
        told.paragraph_format.keep_with_next = True


def _said(
    into: Any, pieces: Sequence[Piece], *, face: str = FANG, size: float = BODY, indent: float = INDENT,
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY, above: float = 0, style: str | None = None,
) -> Any:  # fmt: skip
    told = into.add_paragraph(style=style)
    layout = told.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    layout.space_before, layout.space_after, layout.first_line_indent = Pt(above), Pt(0), Pt(indent)
    layout.alignment = align
    _put(told, pieces, face, size)
    return told


def _put(paragraph: Any, pieces: Sequence[Piece], face: str, size: float) -> None:
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.font.size, run.font.bold, run.font.italic = Pt(size), False, False
        properties = run._r.get_or_add_rPr()
        _face(properties, face)
        color = OxmlElement("w:color")
        color.set(qn("w:val"), "000000")
        properties.append(color)
        if piece.link:
            _lead(paragraph, run, piece.link)


def _lead(paragraph: Any, run: Any, link: str) -> None:
    """Let a run lead to an address."""
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(around)
    around.append(run._r)


def _face(properties: Any, face: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), "Times New Roman" if face == FANG else face)
    fonts.set(qn("w:eastAsia"), face)


def _table(file: Any, table: Table) -> None:
    heads = 2 if table.grouped else 1
    grid = file.add_table(rows=heads + len(table.rows), cols=table.width)
    grid.style = "Table Grid"
    size = DENSE if table.width >= DENSE_FROM else CELL
    _heads(grid, table.columns, heads, size)
    for at, row in enumerate(table.rows, heads):
        _row(grid.rows[at], row, size)
    for at, row in enumerate(grid.rows):
        _whole(row, repeated=at < heads)


def _heads(grid: Any, columns: Sequence[Column], heads: int, size: float) -> None:
    at = 0
    for column in columns:
        cell = grid.cell(0, at)
        if column.below:
            cell = cell.merge(grid.cell(0, at + column.width - 1))
            for below, title in enumerate(column.below):
                _cell(grid.cell(1, at + below), [_plain(title)], HEI, size)
        elif heads == 2:
            cell = cell.merge(grid.cell(1, at))
        _cell(cell, [_plain(column.title)], HEI, size)
        at += column.width


def _row(row: Any, told: Row, size: float) -> None:
    for cell, piece in zip(row.cells, told.cells, strict=True):
        _cell(cell, [piece], FANG, size)


def _cell(cell: Any, pieces: Sequence[Piece], face: str, size: float) -> None:
    paragraph = cell.paragraphs[0]
    layout = paragraph.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(CELL_LINE)
    layout.space_after = Pt(0)
    _put(paragraph, pieces, face, size)


def _whole(row: Any, *, repeated: bool) -> None:
    """A row is never split between pages; the head stands on each."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader") if repeated else ("w:cantSplit",):
        properties.append(OxmlElement(name))


def _page(section: Any, measures: tuple[int, int, int, int, int, int]) -> None:
    wide, high, above, below, left, right = (Mm(one) for one in measures)
    section.orientation = WD_ORIENT.LANDSCAPE if measures is ON_ITS_SIDE else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = wide, high
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = above, below, left, right


def _plain(text: str) -> Piece:
    return Piece(text=text)


def _settled(data: bytes) -> bytes:
    """The same archive without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
