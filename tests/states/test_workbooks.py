"""Files that clerks really upload, and those that nobody should."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from states import workbook_guard
from states.workbooks import BadWorkbook, Row, read, write
from tests.states.old_excel import xls

HEADINGS = ("姓名", "证件号码")


def book(fill: object, **options: object) -> bytes:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, dict(options))
    fill(made.add_worksheet(), made)  # type: ignore[operator]
    made.close()
    return out.getvalue()


def refusal(data: bytes, file: str = "名单.xlsx") -> str:
    with pytest.raises(BadWorkbook) as refused:
        read(data, file)
    return refused.value.problems[0].reason


def test_text_stays_text_and_a_number_stays_a_number() -> None:
    sheet = read(write(HEADINGS, [("=1+1", 5.39999198001010e17), ("0123", "53999919800101001X")]), "a.xlsx")

    assert sheet.headings == HEADINGS
    assert sheet.rows == (Row(2, ("=1+1", 5.39999198001010e17)), Row(3, ("0123", "53999919800101001X")))


def test_the_same_rows_give_the_same_bytes() -> None:
    assert write(HEADINGS, [("李秀英", "1")]) == write(HEADINGS, [("李秀英", "1")])


def test_headings_are_found_below_a_title() -> None:
    data = write(("和平村农户花名册",), [("填表日期：2021年10月", "填表人：和志强"), HEADINGS, ("李秀英", "1")])

    sheet = read(data, "a.xlsx", known=HEADINGS)

    assert (sheet.headings, sheet.rows) == (HEADINGS, (Row(4, ("李秀英", "1")),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_of_every_office_are_read(encoding: str) -> None:
    data = "姓名,证件号码\r\n李䶮,'53999919800101001X\r\n".encode(encoding)

    assert read(data, "名单.csv").rows == (Row(2, ("李䶮", "53999919800101001X")),)


def test_an_old_xls_is_read() -> None:
    assert read(xls([["姓名", "年龄"], ["李秀英", 41.0]]), "名单.xls").rows == (Row(2, ("李秀英", 41)),)


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7 ...", "你好".encode(), b"\0" * 100],
    ids=["png", "pdf", "text", "zeros"],
)
def test_what_is_no_spreadsheet_is_called_so(data: bytes) -> None:
    assert "不是表格文件" in refusal(data)


def test_an_empty_file_an_empty_sheet_and_a_sheet_without_rows() -> None:
    assert "空的" in refusal(b"")
    assert "空的" in refusal(book(lambda page, _: None))
    assert "没有任何数据" in refusal(write(HEADINGS, []))
    assert "空的" in refusal(b"\xef\xbb\xbf\r\n,,\r\n", "a.csv")


def test_a_sheet_without_headings() -> None:
    assert "表头" in refusal(book(lambda page, _: page.write_column(0, 0, [1, 2, 3])))


def test_a_broken_a_locked_and_another_kind_of_zip() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "不是Excel" in refusal(out.getvalue())
    assert "已损坏" in refusal(write(HEADINGS, [("a", "b")])[:-200])
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "打开密码" in refusal(locked)
    assert "已损坏" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000, "a.xls")


def test_a_web_page_saved_as_xls() -> None:
    assert "网页" in refusal("<html><body><table><tr><td>姓名</td></tr></table>".encode(), "名单.xls")
    assert "网页" in refusal(b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.xls")


def test_a_zip_bomb_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (300 << 20))

    assert "大得不正常" in refusal(out.getvalue())


def test_a_bomb_that_lies_about_its_size_ends_in_the_process_that_reads() -> None:
    data = bytearray(write(HEADINGS, [("a" * 30000, "b")] * 3))
    at = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")  # the directory says five bytes

    assert "已损坏" in refusal(bytes(data))
    assert read(write(HEADINGS, [("李秀英", "1")]), "a.xlsx").rows


def test_a_value_in_the_last_row_is_named() -> None:
    def fill(page: xlsxwriter.worksheet.Worksheet, _: object) -> None:
        page.write_row(0, 0, HEADINGS)
        page.write(1048575, 0, "x")

    assert "第1048576行" in refusal(book(fill))


def test_a_value_far_to_the_right_is_named() -> None:
    assert "XFD列" in refusal(book(lambda page, _: page.write(0, 16383, "x")))


def test_borders_down_to_the_last_row_do_no_harm() -> None:
    def fill(page: xlsxwriter.worksheet.Worksheet, made: xlsxwriter.Workbook) -> None:
        page.write_row(0, 0, HEADINGS)
        page.write_row(1, 0, ("李秀英", "1"))
        page.write_blank(1048575, 1, None, made.add_format({"border": 1}))

    assert len(read(book(fill), "a.xlsx").rows) == 1


def test_a_file_over_the_cap_hears_the_cap() -> None:
    assert "20MB的上限" in refusal(b"\0" * ((20 << 20) + 1))


def test_a_reader_that_runs_out_of_memory_leaves_the_service_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("states.workbooks.MOST_MEMORY", 32 << 20)
    assert "太大" in refusal(write(HEADINGS, [(f"姓名{n}", "1" * 500) for n in range(20_000)]))

    monkeypatch.undo()
    assert read(write(HEADINGS, [("李秀英", "1")]), "a.xlsx").rows


def test_a_reader_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("states.workbooks.MOST_SECONDS", 0.001)

    assert "限定时间" in refusal(write(HEADINGS, [("李秀英", "1")]))


def test_long_lists_in_text_hear_the_cap_too() -> None:
    lines = "姓名,证件号码\n" + "a,b\n" * workbook_guard.MOST_ROWS

    assert f"第{workbook_guard.MOST_ROWS + 1}行" in refusal(lines.encode(), "a.csv")
