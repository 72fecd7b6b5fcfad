"""The list on the notice: whole rows, a head on every page, a signature that never stands alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from publicity.documents import find, render
from tests.publicity.papers import household, lines, long_village, opened, text, village


@pytest.mark.parametrize("rows", [1, 2, 15, 16, 17, 36, 37, 38, 59, 60, 130])
def test_every_household_is_printed_once_and_no_row_is_split(rows: int) -> None:
    with opened(render("village_notice", long_village(rows)).pdf) as paper:
        found = Counter(
            line.text for page in paper.pages for line in lines(page) if line.text.endswith("和志强4边缘易致贫户")
        )
    assert found == Counter(f"{at}第{at}小组和志强4边缘易致贫户" for at in range(1, rows + 1))


def test_the_head_is_repeated_on_every_page_of_the_list() -> None:
    with opened(render("village_notice", long_village(130)).pdf) as paper:
        for page in paper.pages:
            found = [line.text for line in lines(page)]
            assert ("序号村民小组户主姓名家庭人口数拟定类别" in found) == any("边缘易致贫户" in line for line in found)


@pytest.mark.parametrize("rows", range(1, 22))
def test_the_signature_stands_with_text_on_its_page(rows: int) -> None:
    with opened(render("village_notice", long_village(rows)).pdf) as paper:
        last = [line.text for line in lines(paper.pages[-1])]
    assert "和平村村民委员会" in last
    assert any(line.startswith("公示期满无异议") for line in last)


def test_a_long_name_is_broken_inside_its_cell() -> None:
    name = "阿卜杜热合曼·买买提吐尔逊·艾力江"
    printed = render("village_notice", village(entering=[household(head=name)], leaving=[]))
    with opened(printed.pdf) as paper:
        page = paper.pages[0]
        cell = [char for char in page.chars if char["text"] in name and char["size"] == pytest.approx(14, abs=0.01)]
        verticals = sorted({round(edge["x0"], 1) for edge in page.edges if edge["orientation"] == "v"})
    left, right = next(pair for pair in pairwise(verticals) if pair[0] < cell[0]["x0"] < pair[1])
    assert all(left <= char["x0"] and char["x1"] <= right for char in cell)


def test_both_directions_share_one_notice_and_either_may_be_absent() -> None:
    both = text(render("village_notice", village()).pdf)
    assert "拟纳入名单（5户20人）" in both
    assert "拟消除风险名单（2户7人）" in both
    only = text(render("village_notice", village(leaving=[])).pdf)
    assert "和平村关于拟纳入防止返贫监测对象名单的公示" in only
    assert "消除方式" not in only
    out = text(render("village_notice", village(entering=[])).pdf)
    assert "和平村关于拟消除风险防止返贫监测对象名单的公示" in out
    assert "拟定类别" not in out


def test_hundreds_of_households_are_printed() -> None:
    printed = render("village_notice", long_village(300))
    assert printed.pages >= 10


def row(act: str, persons: int = 3, **facts: Any) -> dict[str, Any]:
    return {"group": "一组", "head": "和志强", "persons": persons, "act": act} | facts


@pytest.mark.parametrize(
    ("entering", "leaving", "named", "title", "said"),
    [
        (["纳入", "纳入"], [], {}, "拟纳入", "拟将2户6人纳入防止返贫监测对象"),
        (["再标注"], [], {"entering_as": "再标注"}, "拟再标注", "拟对1户3人防止返贫监测对象予以再标注"),
        (
            ["纳入", "再标注"], ["消除风险"], {"entering_as": "纳入、再标注"}, "拟纳入、再标注、消除风险",
            "拟将1户3人纳入防止返贫监测对象，拟对1户3人防止返贫监测对象予以再标注，拟对1户3人防止返贫监测对象标注风险消除",
        ),
        ([], ["清退"], {"leaving_as": "清退"}, "拟清退", "拟对1户3人防止返贫监测对象予以清退"),
        ([], ["不予纳入"], {"leaving_as": "不予纳入"}, "拟不予纳入", "拟将1户3人不予纳入防止返贫监测对象"),
    ],
)  # fmt: skip
def test_each_way_in_and_out_has_its_words(
    entering: list[str], leaving: list[str], named: dict[str, str], title: str, said: str
) -> None:
    values = village(
        entering=[row(act, category="边缘易致贫户") for act in entering],
        leaving=[row(act, mode="帮扶消除") for act in leaving],
        **named,
    )
    read: Any = find("village_notice").read(values)
    assert "".join(read.lines) == f"和平村关于{title}防止返贫监测对象名单的公示"
    assert all(len(line) <= 20 for line in read.lines)
    assert read.proposed == said


def test_a_long_announcement_brings_its_lists_as_attachments() -> None:
    values = find("decision_announcement").sample()
    [entering, *_], [leaving] = values["entering"], values["leaving"]
    rows = [entering | {"group": f"第{at}小组"} for at in range(1, 25)]
    with opened(render("decision_announcement", values | {"entering": rows, "leaving": [leaving]}).pdf) as paper:
        said = [[line.text for line in lines(page)] for page in paper.pages]
    names = ["云岭镇纳入防止返贫监测对象名单", "云岭镇消除风险防止返贫监测对象名单"]
    signed = next(page for page in said if "2021年11月13日" in page)
    assert [line for line in signed if "名单" in line and line[:2] in ("附件", "2.")] == [
        f"附件：1.{names[0]}",
        f"2.{names[1]}",
    ]
    assert [page[:2] for page in said if page[0].startswith("附件")] == [[f"附件{at}", names[at - 1]] for at in (1, 2)]
    assert sum(line.startswith("序号") for page in said for line in page) == 3  # the head again where the list goes on


def test_one_long_list_is_the_only_attachment_and_bears_no_number() -> None:
    values = find("result_announcement").sample() | {"leaving": []}
    values["entering"] = values["entering"][:1] * 20
    paper = text(render("result_announcement", values).pdf)
    assert "附件：云岭镇纳入防止返贫监测对象名单" in paper
    assert "现将结果公告如下，名单附后。" in paper
    assert "附件1" not in paper
