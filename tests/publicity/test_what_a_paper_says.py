"""The documents' words: what must be there, what must not, and that the text can be taken out again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from publicity.documents import DOCUMENTS, find, preview, render
from publicity.errors import InvalidValues, UnknownDocument
from tests.publicity.papers import household, opened, text, village


def said(name: str, **changes: Any) -> str:
    return text(render(name, find(name).sample() | changes).pdf)


@pytest.mark.parametrize("name", ["village_notice", "township_notice"])
def test_a_notice_says_when_where_and_to_whom_to_object(name: str) -> None:
    values = find(name).sample()
    paper = text(preview(name).pdf)
    assert {
        "village_notice": "公示期为5个工作日，自2021年10月25日起至2021年10月29日止",
        "township_notice": "公示期为3个工作日，自2021年11月1日起至2021年11月3日止",
    }[name] in paper
    for place in values["places"]:
        assert place in paper
    for value in values["contacts"][0].values():
        assert value.replace(" ", "") in paper
    assert f"{values['issuer']}" in paper
    assert f"编号：{values['number']}第1版校验码：" in paper


def test_calendar_days_are_not_called_pieces() -> None:
    posting = {"starts_on": "2021-10-05", "ends_on": "2021-10-11", "days": 7, "unit": "日"}
    assert "公示期为7日，自2021年10月5日起" in said("village_notice", posting=posting, issued_on="2021-10-05")


def test_the_announcement_says_who_decided_and_when() -> None:
    paper = said("decision_announcement", decision_number="香振发〔2021〕12号")
    assert "香泉市乡村振兴局于2021年11月12日研究决定（香振发〔2021〕12号）" in paper
    assert "将云岭镇3户11人纳入防止返贫监测对象，对1户4人防止返贫监测对象标注风险消除" in paper


def test_the_application_names_the_proxy_and_leaves_room_to_sign() -> None:
    paper = text(preview("application_authorisation").pdf)
    assert "本表由木文华（村民小组组长）代写" in paper
    assert "代写人签名：" in paper
    assert paper.count("指印") == 3
    alone = said("application_authorisation", proxy=None)
    assert "代写" not in alone
    assert alone.count("指印") == 2
    assert preview("application_authorisation").pages == 1


def test_the_consent_can_be_refused() -> None:
    paper = text(preview("informed_consent").pdf)
    assert "□同意标注风险消除" in paper
    assert "□不同意，理由：" in paper
    assert "11260.50元" in paper


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_text_of_a_paper_can_be_taken_out_again(name: str) -> None:
    printed = preview(name)
    assert printed.pages >= 1
    assert ("李䶮" in text(printed.pdf)) == ("李䶮" in str(find(name).sample()))
    with opened(printed.pdf) as paper:
        assert all(char["fontname"].partition("+")[2].startswith("GW-") for page in paper.pages for char in page.chars)


def test_an_unknown_document_is_named() -> None:
    with pytest.raises(UnknownDocument, match="no_such"):
        render("no_such", {})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"issuer": ""}, "署名单位：不能为空"),
        ({"basis": "长" * 201}, "依据：超过200个字"),
        ({"entering": [], "leaving": []}, "名单中没有农户"),
        ({"entering": [household(persons=0)]}, "纳入名单第1行家庭人口数：不能小于1"),
        ({"entering": [household(), household(id_number="x")]}, "纳入名单第2行id_number：不是这份文书的内容"),
        ({"entering": [household(head="张三110105194912310021")]}, "纳入名单第1行户主姓名：含有身份证号码"),
        ({"entering": [household(group="一组 139 0000 0000")]}, "纳入名单第1行村民小组：含有手机号码"),
        ({"entering": [household(category="因病致贫户")]}, "含有健康、残疾等情况，不得公开"),
        ({"public_url": "javascript:alert(1)"}, "公开网址：应为以https://开头的网址"),
        ({"issued_on": "2021-10-26"}, "成文日期晚于公示开始日"),
        ({"issued_on": "昨天"}, "成文日期：应为日期"),
        ({"places": []}, "公示地点：至少要有1项"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_chinese(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidValues) as refused:
        render("village_notice", village(**changes))
    assert sentence in "；".join(refused.value.problems).replace(" ", "")


def test_a_period_shorter_than_its_days_is_refused() -> None:
    read = find("village_notice").read(village())
    start = read.dated_on()
    posting = {"starts_on": start, "ends_on": start + timedelta(days=3), "days": 5, "unit": "工作日"}
    with pytest.raises(InvalidValues, match="公示截止日"):
        render("village_notice", village(posting=posting))


def test_more_rows_than_a_paper_holds_are_refused_before_any_layout() -> None:
    with pytest.raises(InvalidValues, match="超过3000"):
        render("village_notice", village(entering=[household()] * 3001))


def test_long_unbroken_text_stays_bounded() -> None:
    printed = render("village_notice", village(basis="X" * 200, places=["Y" * 200] * 2))
    with opened(printed.pdf) as paper:
        assert all(char["x1"] <= 184.2 * 72 / 25.4 for page in paper.pages for char in page.chars)


def test_markup_in_a_value_is_printed_as_it_stands() -> None:
    assert "<b>和</b>" in said("village_notice", entering=[household(head="<b>和</b>")])
