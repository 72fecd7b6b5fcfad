"""Code lists as data of the site: what is refused, what may be chosen on a day, what stays readable for ever."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from engine.errors import BadInput
from states import code_editions, site_codes, workbooks
from states.code_book import Book
from states.code_editions import BadCodes
from states.codes import codes
from states.exchange import exports, layouts, returning
from states.imports import take
from tests.states.register import AT, HOUSEHOLDS, OPERATOR, number, places
from tests.states.site_texts import EDUCATION, text_of
from tests.states.test_site_editions import ADMIN, TODAY, looked, take_codes


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('list = "education"', 'list = "degree"', "list", "没有“degree”这张代码表"),
        ('edition = "2026"', 'edition = "2021"', "edition", "这个版号已经用过"),
        ('title = "文化程度"', 'title = ""', "title", "不能为空"),
        ("[codes]", "[code]", "code", "没有这一项，请检查拼写"),
        ('primary = ["小学"]', "primary = []", "codes.primary.words", "至少要有一项"),
        ('primary = ["小学"]', 'primary = ["高中"]', "codes.senior", "“高中”已经是“primary”的写法"),
        ('primary = ["小学"]', '"primary school" = ["小学"]', "codes.primary school", "代码只能用字母"),
        ('primary = ["小学"]', 'compulsory_primary_school = ["小学"]', "codes.compulsory", "代码只能用字母"),
        ('primary = ["小学"]', 'the_primary_school_1 = ["小学"]', "codes.the_primary", "代码太长，最多16个字符"),
        ('"vocational", "specialised"', '"vocational", "higher"', "codes.college", "要改成的“higher”不在这一版里"),
        ('"vocational", "specialised"', '"college"', "codes.college", "自己也停用了"),
        ('words = ["大专"', 'until = 2026-13-01, words = ["大专"', "", "不是合格的TOML文件"),
        ('words = ["大专"', 'until = "2026", words = ["大专"', "codes.college.until", "写法不对"),
        ('source = "', 'valid = { from = 2027-01-01, until = 2026-01-01 }\nsource = "', "valid", "早于开始的日期"),
    ],
)
def test_a_malformed_code_list_is_refused_with_its_place(old: str, new: str, place: str, reason: str) -> None:
    assert old in EDUCATION
    with pytest.raises(BadCodes) as refused:
        site_codes.check(EDUCATION.replace(old, new, 1), "codes.toml")
    told = [str(one) for one in refused.value.problems]
    assert any(one.startswith(f"codes.toml {place}".strip()) and reason in one for one in told), told


def test_a_code_of_which_the_program_speaks_cannot_go() -> None:
    text = text_of("relation", "2021").replace('edition = "2021"', 'edition = "2026"')
    gone = "\n".join(line for line in text.splitlines() if not line.startswith(("head =", "needed =")))
    with pytest.raises(BadCodes, match="程序要用到“head”"):
        site_codes.check(gone, "codes.toml")


def test_several_codes_together_fit_into_their_column() -> None:
    text = text_of("health", "2021").replace('edition = "2021"', 'edition = "2026"')
    site_codes.check(text + 'recovering = ["康复期"]\n', "codes.toml")
    with pytest.raises(BadCodes, match="全部代码连起来最多48个字符"):
        site_codes.check(text + 'recovering = ["康复期"]\nlong_recovery = ["长期康复"]\n', "codes.toml")


def test_a_retired_code_is_read_but_not_chosen_and_its_successors_are_told(session: Session) -> None:
    places(session)
    plain = {"姓名": "杨文华", "与户主关系": "户主", "证件号码": number(1), "行政村": "和平村", "村民小组": "一组"}
    take(session, looked(session, plain | {"文化程度": "大专"}, TODAY), HOUSEHOLDS, OPERATOR, AT)
    take_codes(session, EDUCATION)

    known = codes("education", TODAY)
    assert "college" not in known.labels
    assert (known.label("college"), known.label("junior")) == ("大专", "初级中学")
    assert codes("education").find("大专") == "college"
    [line] = exports.rows(session, OPERATOR, layouts.shipped()["household-list"], exports.Filter())
    assert "大专" in line

    [problem] = looked(session, plain | {"证件号码": number(2), "文化程度": "大专"}, TODAY).problems
    assert (problem.code, problem.message) == (
        "retired-code", "“文化程度”的“大专”已停用，请改填：高职、高专",
    )  # fmt: skip
    assert looked(session, plain | {"证件号码": number(2), "文化程度": "初中"}, TODAY).problems == ()
    assert looked(session, plain | {"证件号码": number(2), "文化程度": "高专"}, TODAY).problems == ()


def test_a_retired_code_is_not_proposed_again_and_what_stands_there_may_stay(session: Session) -> None:
    places(session)
    plain = {"姓名": "杨文华", "与户主关系": "户主", "证件号码": number(1), "行政村": "和平村", "村民小组": "一组"}
    take(session, looked(session, plain | {"文化程度": "大专"}, TODAY), HOUSEHOLDS, OPERATOR, AT)
    take_codes(session, EDUCATION)
    layout = layouts.shipped()["household-list"]
    [line] = exports.rows(session, OPERATOR, layout, exports.Filter())

    sheet = returning.read(session, workbooks.write(layout.headings, [line]), "a.xlsx")
    same = returning.preview(session, sheet, OPERATOR, TODAY)
    assert (same.edits, same.problems) == ((), ())
    line[layout.headings.index("文化程度")] = "专科"
    sheet = returning.read(session, workbooks.write(layout.headings, [line]), "a.xlsx")
    [held] = returning.preview(session, sheet, OPERATOR, TODAY).problems
    assert "请改填：高职、高专" in held.message


@pytest.mark.parametrize(
    ("name", "day", "written", "stored"),
    [
        ("category", date(2021, 4, 30), "脱贫监测户", "watched"),
        ("category", date(2021, 5, 1), "脱贫监测户", "unstable"),
        ("category", date(2021, 4, 30), "脱贫不稳定户", None),
        ("category", TODAY, "边缘户", "marginal"),
        ("category", TODAY, "100A03003", "sudden"),
        ("category", TODAY, "脱贫不享受政策户", "none"),
        ("joined_reason", TODAY, "嫁娶", "married_in"),
        ("left_reason", TODAY, "嫁娶", "married_out"),
        ("left_reason", TODAY, "分家", "split"),
        ("poverty_attribute", date(2020, 12, 31), "特困供养", "destitute"),
        ("poverty_attribute", date(2021, 1, 1), "特困供养", None),
        ("relation", TODAY, "之外孙女", "daughters_daughter"),
        ("education", TODAY, "硕士", None),
    ],
)
def test_the_editions_of_the_program_are_read_by_the_day(name: str, day: date, written: str, stored: str) -> None:
    assert codes(name, day).find(written) == stored


def test_there_are_28_relations_and_several_states_of_health() -> None:
    assert len(codes("relation", TODAY).labels) == 28
    assert codes("health", TODAY).find_several("残疾+长期慢性病") == "chronic,disabled"


def test_what_a_withdrawn_edition_alone_had_stays_readable(session: Session) -> None:
    take_codes(session, EDUCATION)
    site_codes.withdraw(session, "education", "2026", "省里暂缓", by=ADMIN, at=AT)
    known = codes("education", TODAY)
    assert "vocational" not in known.labels
    assert (known.label("vocational"), known.find("大专"), known.label("junior")) == ("高职", "college", "初中")
    with pytest.raises(BadInput, match="已经撤回了"):
        site_codes.withdraw(session, "education", "2026", "再来", by=ADMIN, at=AT)
    with pytest.raises(BadInput, match="版号已经用过"):
        take_codes(session, EDUCATION)


def test_a_list_without_an_edition_for_the_day_lets_nothing_be_chosen() -> None:
    only = code_editions.read(EDUCATION.replace("[codes]", "valid = { until = 2025-12-31 }\n[codes]"), "a.toml")
    known = Book([only]).codes("education", TODAY)
    assert (dict(known.labels), known.find("小学"), known.label("primary")) == ({}, None, "小学")
