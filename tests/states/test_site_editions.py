"""Layouts and code lists as data of the site: what holds, what is refused, what stays readable, who sees it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.db import work
from engine.errors import BadInput, NotFound
from states import code_book, code_editions, imports, site_codes, workbooks
from states.codes import codes
from states.exchange import differing, exports, layouts, returning, site_layouts
from states.exchange.layouts import BadLayout, Layout
from states.imports import take
from tests.states.register import AT, HOUSEHOLDS, OPERATOR, number, places
from tests.states.site_texts import EDUCATION, new_list
from tests.states.test_help import statements

ADMIN = Actor("guanli", "周明", "admin")
TODAY = date(2026, 11, 25)
LINE = {
    "家庭成员": "杨文华", "与户主关系": "本户户主", "证件号码": number(1), "行政村": "和平村", "村民小组": "一组",
    "身体状况": "慢病、有残", "文化程度": "初中",
}  # fmt: skip


def take_in(session: Session, text: str) -> Layout:
    layout = site_layouts.check(session, text, "new.toml")
    site_layouts.add(session, layout, by=ADMIN, at=AT)
    return layout


def take_codes(session: Session, text: str) -> None:
    site_codes.add(session, site_codes.check(text, "codes.toml"), by=ADMIN, at=AT)


def looked(session: Session, line: dict[str, str], on: date | None = None) -> imports.Preview:
    data = workbooks.write(list(line), [list(line.values())])
    sheet = imports.read(data, "名单.xlsx", site_layouts.in_force(session).values())
    return imports.preview(session, sheet, OPERATOR, on=on)


def test_what_went_out_by_a_layout_of_the_site_comes_in_by_it(session: Session) -> None:
    places(session)
    layout = take_in(session, new_list())
    found = looked(session, LINE, TODAY)
    assert (found.problems, found.layout) == ((), layout)
    take(session, found, HOUSEHOLDS, OPERATOR, AT)

    [line] = exports.rows(session, OPERATOR, layout, exports.Filter())
    told = dict(zip(layout.headings, line, strict=True))
    assert layout.headings[0] == "家庭成员"
    assert (told["与户主关系"], told["身体状况"]) == ("本户户主", "慢病、有残")

    back = workbooks.write(layout.headings, [line])
    same = returning.preview(session, returning.read(session, back, "a.xlsx"), OPERATOR, TODAY)
    assert (same.edits, same.problems) == ((), ())
    edited = [*line]
    edited[layout.headings.index("身体状况")] = "无病"
    sheet = returning.read(session, workbooks.write(layout.headings, [edited]), "a.xlsx")
    [edit] = returning.preview(session, sheet, OPERATOR, TODAY).edits
    assert (edit.column, edit.edit.field, edit.after) == ("身体状况", "health", "健康")


HEADINGS = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_headings_any_order_and_any_words_lead_to_the_same_codes(data: st.DataObject) -> None:
    columns = layouts.household_list().columns
    names = data.draw(st.lists(HEADINGS, min_size=len(columns), max_size=len(columns), unique=True))
    relations = list(codes("relation").labels)
    words = data.draw(st.lists(HEADINGS, min_size=len(relations), max_size=len(relations), unique=True))
    told = ", ".join(f'{code} = "{word}号"' for code, word in zip(relations, words, strict=True))
    own = f", words = {{ {told} }}"
    lines = [
        f'{{ field = "{one.field}", heading = "{name}"{own if one.field == "relation" else ""} }},'
        for one, name in zip(data.draw(st.permutations(columns)), names, strict=True)
    ]
    head = 'id = "any"\ntitle = "任意"\nedition = "1"\nsubject = "member"\nuse = ["import", "export"]\ncolumns = [\n'
    layout = layouts.read(head + "\n".join(lines) + "\n]\n", "any.toml")

    assert [layout.fields[name] for name in names] == [one.field for one in layout.columns]
    relation = layout.by_field["relation"]
    for code in relations:
        assert relation.find(relation.label(code), TODAY) == code


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('id = "household-list"', 'id = "Household List"', "id", "只能用小写字母、数字和短横"),
        ('title = "农户名单"', "", "title", "缺少这一项"),
        ('edition = "2026"', 'edition = "2021"', "edition", "这个版号已经用过"),
        ('subject = "member"', 'subject = "person"', "subject", "不在可填的值里"),
        ('use = ["import", "export"]', 'use = ["import"]', "use", "新版也要能用"),
        ('heading = "性别"', 'heading = ""', "columns.9.heading", "不能为空"),
        ('heading = "性别"', 'heading = "民族"', "columns.11", "已经是另一栏的名称"),
        ('field = "sex"', 'field = "gender"', "columns.9", "没有“gender”这个字段"),
        ('{ field = "sex", heading = "性别" },', "", "", ""),
        ('head = "本户户主"', 'header = "本户户主"', "columns.7", "代码表里没有“header”"),
        ("needed = true", "neded = true", "columns.1.neded", "没有这一项，请检查拼写"),
        ('spouse = "本户配偶"', 'spouse = "之子"', "columns.7", "“之子”是两个代码的说法"),
        ("columns = [", "columns = {", "", "不是合格的TOML文件"),
    ],
)
def test_a_malformed_layout_is_refused_with_its_place(
    session: Session, old: str, new: str, place: str, reason: str
) -> None:
    text = new_list()
    assert old in text
    if not reason:
        site_layouts.check(session, text.replace(old, new), "form.toml")
        return
    with pytest.raises(BadLayout) as refused:
        site_layouts.check(session, text.replace(old, new, 1), "form.toml")
    told = [str(one) for one in refused.value.problems]
    assert any(one.startswith(f"form.toml {place}".strip()) and reason in one for one in told), told


def test_every_reason_is_told_at_once(session: Session) -> None:
    text = new_list().replace('heading = "性别"', 'heading = "民族"').replace('head = "本户', 'header = "本户')
    with pytest.raises(BadLayout) as refused:
        site_layouts.check(session, text, "form.toml")
    assert len(refused.value.problems) == 2


def test_the_newest_edition_that_was_not_withdrawn_holds(session: Session) -> None:
    first, second = take_in(session, new_list("2026")), take_in(session, new_list("2027", "成员"))
    assert site_layouts.in_force(session)["household-list"] == second
    with pytest.raises(BadInput, match="写明撤回的原因"):
        site_layouts.withdraw(session, "household-list", "2026", " ", by=ADMIN, at=AT)
    site_layouts.withdraw(session, "household-list", "2027", "写错了", by=ADMIN, at=AT)
    assert site_layouts.in_force(session)["household-list"] == first
    site_layouts.withdraw(session, "household-list", "2026", "省里暂缓", by=ADMIN, at=AT)
    assert site_layouts.in_force(session)["household-list"] == layouts.household_list()
    assert site_layouts.of_digest(session, second.digest) == second
    with pytest.raises(NotFound):
        site_layouts.withdraw(session, "household-list", "2021", "随程序的", by=ADMIN, at=AT)


def test_what_an_edition_changes_is_said(session: Session) -> None:
    told = differing.of_layouts(layouts.household_list(), layouts.read(new_list(), "a.toml"))
    assert [(one.key, one.text % one.facts) for one in told] == [
        ("name", "原名“姓名”"), ("name", "原在第6栏"), ("relation", "代码的说法改了"),
        ("health", "原名“健康状况”"), ("health", "代码的说法改了"),
    ]  # fmt: skip
    old, new = codes_of("education"), code_editions.read(EDUCATION, "a.toml")
    assert [(one.key, one.text % one.facts) for one in differing.of_codes(old, new, TODAY)] == [
        ("junior", "原名“初中”"), ("vocational", "新增"), ("specialised", "新增"), ("college", "停用"),
    ]  # fmt: skip


def codes_of(name: str) -> code_editions.CodeEdition | None:
    return code_book.book().current(name, TODAY)


def test_the_lists_of_a_site_cost_one_statement_and_none_for_each_line(session: Session) -> None:
    places(session)
    take_in(session, new_list())
    take_codes(session, EDUCATION)
    few = statements(session, lambda: looked(session, LINE, TODAY))
    rows = [[*(LINE | {"家庭成员": f"杨文{n}", "证件号码": number(n)}).values()] for n in range(1, 200)]
    sheet = imports.read(workbooks.write(list(LINE), rows), "a.xlsx", site_layouts.in_force(session).values())
    many = statements(session, lambda: imports.preview(session, sheet, OPERATOR, on=TODAY))

    assert statements(session, lambda: site_codes.see(session)) == 1
    assert statements(session, lambda: site_layouts.in_force(session)) == 1
    assert many <= few


LOOK = """
import sys
import time
from datetime import date
from engine.db import connect, reading
from states import site_codes
from states.codes import codes
from states.exchange import site_layouts

db = connect(sys.argv[1])
for _ in sys.stdin:
    with reading(db) as session:
        site_codes.see(session)
        found = codes("education", date(2026, 11, 25)).find("高职")
        print(site_layouts.in_force(session)["household-list"].edition, found, flush=True)
"""


def test_what_one_process_takes_into_use_another_that_runs_already_sees(db: Engine) -> None:
    address = db.url.render_as_string(hide_password=False)
    other = subprocess.Popen(
        [sys.executable, "-c", LOOK, address],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env={**os.environ},
    )  # fmt: skip

    def ask() -> str:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("\n")
        other.stdin.flush()
        return other.stdout.readline().strip()

    with other:
        assert ask() == "2021 None"
        with work(db) as session:
            take_in(session, new_list())
            take_codes(session, EDUCATION)
        assert ask() == "2026 vocational"
        with work(db) as session:
            site_layouts.withdraw(session, "household-list", "2026", "省里暂缓", by=ADMIN, at=AT)
            site_codes.withdraw(session, "education", "2026", "省里暂缓", by=ADMIN, at=AT)
        assert ask() == "2021 None"
        assert other.stdin is not None
        other.stdin.close()


def test_of_two_who_add_the_same_edition_at_once_the_second_is_told(postgres_db: Engine) -> None:
    layout = layouts.read(new_list(), "a.toml")

    def add() -> None:
        with work(postgres_db) as second:
            site_layouts.add(second, layout, by=ADMIN, at=AT)

    with ThreadPoolExecutor(1) as pool:
        with work(postgres_db) as first:
            site_layouts.add(first, layout, by=ADMIN, at=AT)
            other = pool.submit(add)
            time.sleep(0.5)  # it has asked by now, and waits for what becomes of the first
        with pytest.raises(BadInput, match="版号已经用过"):
            other.result()


def test_an_edition_that_a_newer_program_cannot_use_gives_way(session: Session) -> None:
    layout = take_in(session, new_list())
    site_layouts._layouts[layout.digest] = None  # as it is read by a program that knows another set of fields
    try:
        assert site_layouts.in_force(session)["household-list"] == layouts.household_list()
    finally:
        del site_layouts._layouts[layout.digest]
