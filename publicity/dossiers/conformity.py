"""What a finished PDF lacks of what its archival or accessible form asks for, read from the file itself.

It looks at what can be seen without a full validator: the form that the file declares, its identity, colours, fonts
and their characters, what is attached, what could run or lead outside, and for accessible files tags, language and
title. It is no proof against ISO 19005-3 or ISO 14289-1 as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from publicity.pdf import Variant

ACTIVE = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Sound", "/URI")
FACES = ("/FontFile", "/FontFile2", "/FontFile3")


def lacks(pdf: bytes, variant: Variant) -> list[str]:
    """What is missing, in sentences; nothing for a file that looks right."""
    with pikepdf.open(BytesIO(pdf)) as file:
        found = [*_declared(file, variant), *_fonts(file), *_outside(file)]
        if variant != "pdf/ua-1":
            found += _archival(file)
        if variant != "pdf/a-3b":
            found += _accessible(file)
    return list(dict.fromkeys(found))


def attachments(pdf: bytes) -> dict[str, bytes]:
    """The files inside a PDF, by name."""
    with pikepdf.open(BytesIO(pdf)) as file:
        return {name: file.attachments[name].get_file().read_bytes() for name in file.attachments}


def _declared(file: Any, variant: Variant) -> Iterator[str]:
    told = file.open_metadata()
    part, conformance = told.get("pdfaid:part", ""), told.get("pdfaid:conformance", "")
    if variant == "pdf/ua-1" and told.get("pdfuaid:part", "") != "1":
        yield "没有声明PDF/UA-1"
    if variant != "pdf/ua-1" and (part, conformance) != ("3", variant[-1].upper()):
        yield f"声明的是PDF/A-{part}{conformance}，不是{variant.upper()}"


def _fonts(file: Any) -> Iterator[str]:
    for font in (one for one in file.objects if _is(one, "/Font")):
        name = str(font.get("/BaseFont", ""))
        for inner in font.get("/DescendantFonts", [font]):
            if not any(face in inner.get("/FontDescriptor", {}) for face in FACES):
                yield f"字体{name}没有嵌入"
        if font.get("/Subtype") == "/Type0" and "/ToUnicode" not in font:
            yield f"字体{name}的字复制不出来"


def _outside(file: Any) -> Iterator[str]:
    """What could run, or lead out of the file."""
    if "/OpenAction" in file.Root and file.Root.OpenAction.get("/S") in ACTIVE:
        yield "打开时会执行动作"
    for one in file.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") in ACTIVE:
            yield f"含有会执行或通向文件外的动作{one['/S']}"
    if "/Encrypt" in file.trailer:
        yield "文件加了密"


def _archival(file: Any) -> Iterator[str]:
    if "/ID" not in file.trailer:
        yield "没有文件标识（/ID）"
    intents = file.Root.get("/OutputIntents", [])
    if not any("/DestOutputProfile" in one for one in intents):
        yield "没有输出意图（OutputIntent）和色彩特性文件"
    linked = {one.objgen for one in file.Root.get("/AF", [])}
    for one in (one for one in file.objects if _is(one, "/Filespec")):
        if "/AFRelationship" not in one or one.objgen not in linked:
            yield f"附件{one.get('/UF', '')}没有说明与正文的关系"


def _accessible(file: Any) -> Iterator[str]:
    if not file.Root.get("/MarkInfo", {}).get("/Marked", False) or "/StructTreeRoot" not in file.Root:
        yield "没有标签结构"
    if not file.Root.get("/Lang"):
        yield "没有写明语言"
    if not file.open_metadata().get("dc:title"):
        yield "没有标题"
    if not file.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "打开时不显示标题"


def _is(one: Any, kind: str) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == kind
