"""What is looked at before a spreadsheet library sees an uploaded file.

A value in the last row of a sheet costs the library gigabytes, a zip bomb more; both show
in the zip's directory or in a quick look through the cell references.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import Literal

from engine.errors import BadInput, Problem
from engine.words import N_

MOST_BYTES = 20 << 20
MOST_ROWS, MOST_COLUMNS = 200_000, 300
MOST_UNPACKED, MOST_RATIO, MOST_ENTRIES = 400 << 20, 150, 1000

Kind = Literal["xlsx", "xls", "csv"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?<(!doctype html|html|head|body|table|meta|div|style)|\s*MIME-Version:", re.IGNORECASE
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# Cells that may stand too far out; those without a value (<c .../>) are only formatted and harmless.
_CELL = re.compile(rb""" r=["']((?=[A-Z]{2}|[A-Z]\d{6})[A-Z]{1,3})(\d{1,7})["'][^<>]*(?<!/)>""")
_LONGEST_TAG = 200


class BadWorkbook(BadInput):
    """A file that cannot be read as a table; `text` is a Chinese sentence that `facts` fill."""

    def __init__(self, file: str, text: str, **facts: object) -> None:
        self.file, self.text, self.facts = file, text, facts
        super().__init__(Problem(file, text % facts))


def kind_of(data: bytes, file: str) -> Kind:
    """What the file is by its content, whatever its name says; raise BadWorkbook for no table or a dangerous one."""
    if len(data) > MOST_BYTES:
        text = N_("文件有%(size).1fMB，超过%(most)dMB的上限；请按村拆分后分次导入")
        raise BadWorkbook(file, text, size=len(data) / (1 << 20), most=MOST_BYTES >> 20)
    if not data.strip():
        raise BadWorkbook(file, N_("文件是空的，没有任何内容"))
    if data[:4] == b"PK\x03\x04":
        _look_into_zip(data, file)
        return "xlsx"
    if data[:8] == _OLE:
        if _ENCRYPTED in data:
            raise BadWorkbook(file, N_("文件设了打开密码，请在表格软件里取消密码后另存再导入"))
        return "xls"
    if _HTML.match(data[:2000].removeprefix(codecs.BOM_UTF8)):
        raise BadWorkbook(file, N_("这是网页，不是表格：虽然名字像表格文件；请用表格软件打开后另存为xlsx再导入"))
    if b"\0" in data[:4000] and data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise BadWorkbook(file, N_("这不是表格文件，请选择xlsx、xls或csv格式的文件"))
    if not file.lower().endswith((".csv", ".txt")):
        raise BadWorkbook(file, N_("这不是表格文件，请选择xlsx、xls或csv格式的文件"))
    return "csv"


def too_low(file: str, row: int) -> BadWorkbook:
    """The refusal of a sheet that reaches too far down."""
    text = N_("第%(row)d行还有内容，超过%(most)d行的上限；请删除名单以下的多余行，或分次导入")
    return BadWorkbook(file, text, row=row, most=MOST_ROWS)


def too_wide(file: str, column: str) -> BadWorkbook:
    """The refusal of a sheet that reaches too far to the right."""
    text = N_("%(column)s列还有内容，超过%(most)d列的上限；请删除名单右侧的多余列")
    return BadWorkbook(file, text, column=column, most=MOST_COLUMNS)


def _look_into_zip(data: bytes, file: str) -> None:
    broken = N_("文件已损坏或不是表格文件，请用表格软件打开并另存为xlsx后再试")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
            if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_RATIO * max(packed, 1)):
                text = N_("文件展开后有%(size)dMB，大得不正常，为保证系统安全没有打开；请把名单复制到新表格后再导入")
                raise BadWorkbook(file, text, size=unpacked >> 20)
            if any(entry.flag_bits & 1 for entry in entries):
                raise BadWorkbook(file, N_("文件设了打开密码，请在表格软件里取消密码后另存再导入"))
            if "xl/workbook.xml" not in names:
                raise BadWorkbook(file, N_("这是压缩包或别的文档，不是Excel表格；请选择xlsx、xls或csv格式的文件"))
            for name in names:
                if _SHEET.fullmatch(name):
                    _look_through_cells(archive, name, file)
    except BadWorkbook:
        raise
    except Exception:  # zlib.error, struct.error, NotImplementedError: whatever a forged archive provokes
        raise BadWorkbook(file, broken) from None


def _look_through_cells(archive: zipfile.ZipFile, name: str, file: str) -> None:
    tail = b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(1 << 20):
            for cell in _CELL.finditer(tail + chunk):
                if int(cell[2]) > MOST_ROWS:
                    raise too_low(file, int(cell[2]))
                if len(cell[1]) > 2 or _column(cell[1]) > MOST_COLUMNS:
                    raise too_wide(file, cell[1].decode())
            tail = (tail + chunk)[-_LONGEST_TAG:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
