"""Recording evidence through its forms: for one, for many, corrected, with files, and what is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from states.evidence.record import KINDS
from tests.web.desks.conftest import OTHER_VILLAGE, Township
from tests.web.desks.early.forms import VISIT, address_of, entries, evidence_count, recorded
from web.evidence.fields import fields_of
from web.evidence.wording import LABELS

MINUTES: dict[str, Any] = {
    "happened_on": "2021-10-19",
    "place": "村民小组活动室",
    "chair": "和文福",
    "recorder": "和秀兰",
    "eligible": "4",
    "roster": "和文福，党员\n杨文贵，户主\n李文荣，户主，未签",
}


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(data, "JPEG")
    return data.getvalue()


def sent(data: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def votes(cases: list[int], agree: int = 3) -> dict[str, str]:
    return {f"agree-{one}": str(agree) for one in cases}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_words_for_all_that_it_asks(name: str) -> None:
    kind = KINDS[name]
    asked = {one.name for one in fields_of(kind)}

    assert asked <= set(kind.body.model_fields)
    assert set(kind.body.model_fields) - asked <= {"refused", "decided_on"}
    assert all(LABELS[name].values())


def test_what_was_filled_in_wrongly_stays_in_the_form(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]

    page = recorded(clerk, "visit", [case_id], **VISIT | {"visitors": "", "income_per_head": "很多", "happened_on": ""})

    assert page.status == 422
    assert "家中主要劳动力生病，收入减少。" in page.html
    assert "很多" in page.html
    assert "请填数字" in page.text
    assert "请填写发生的日期" in page.text
    assert evidence_count(township) == 0


def test_a_day_that_has_not_come_is_refused_beside_its_field(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]

    page = recorded(clerk, "visit", [case_id], **VISIT | {"happened_on": "2021-10-20"})

    assert page.status == 422
    assert "还没有到" in page.text


def test_one_meeting_serves_many_households(township: Township) -> None:
    clerk, cases = township.sign_in("village-1"), township.cases()

    page = recorded(clerk, "minutes", cases, **MINUTES, **votes(cases))

    assert "涉及3户" in page.text
    assert evidence_count(township) == 1
    assert all(entries(township, one)[-1] == "evidence" for one in cases)


def test_votes_that_do_not_add_up_and_an_unknown_capacity_are_named(township: Township) -> None:
    clerk, cases = township.sign_in("village-1"), township.cases()

    wrong = recorded(clerk, "minutes", cases, **MINUTES, **votes(cases, 2))
    unknown = recorded(clerk, "minutes", cases, **MINUTES | {"roster": "和文福，村长"}, **votes(cases, 1))

    assert wrong.status == unknown.status == 422
    assert "票数2与到会人数3不符" in wrong.text
    assert "第1行" in unknown.text
    assert "没有这一项" in unknown.text


def test_the_households_for_one_meeting_are_chosen_from_those_who_need_it(township: Township) -> None:
    page = township.sign_in("village-1").get("/evidence/new/visit")

    assert all(f'name="case" value="{one}"' in page.html for one in township.cases())
    assert all(f'name="case" value="{one}"' not in page.html for one in township.cases(OTHER_VILLAGE))
    assert "现在没有要这份材料的农户" in township.sign_in("village-1").get("/evidence/new/proof").text


def test_evidence_sent_twice_is_recorded_once(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    form = clerk.get(address_of("visit", case_id))

    for _ in range(2):
        assert clerk.send(form, "/evidence/new/visit", case=[str(case_id)], **VISIT).status == 200

    assert evidence_count(township) == 1


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<html><script>alert(1)</script></html>", "照片.jpg", "“照片.jpg”不是照片"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, "坏.jpg", "“坏.jpg”照片已损坏"),
        (b"", "空.jpg", "“空.jpg”是空文件"),
        (picture() + b"\0" * (21 << 20), "大.jpg", "“大.jpg”有21 MB，超过20 MB"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_kept(township: Township, data: bytes, name: str, words: str) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]

    page = recorded(clerk, "visit", [case_id], **VISIT, files=[sent(picture(), "好.jpg"), sent(data, name)])

    assert page.status == 422
    assert words in page.text
    assert evidence_count(township) == 0


def test_forty_megabytes_are_too_much_and_the_service_lives_on(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]

    page = recorded(clerk, "visit", [case_id], **VISIT, files=[sent(b"\xff\xd8\xff" + b"\0" * (40 << 20), "大.jpg")])

    assert page.status == 413
    assert "文件太大" in page.text
    assert clerk.get(f"/case/{case_id}").status == 200


def test_a_photo_is_shown_and_handed_out_harmlessly(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    recorded(
        clerk,
        "visit",
        [case_id],
        **VISIT,
        files=[sent(picture(), '入户"; x=.html\r\n.jpg'), sent(b"%PDF-1.4\n", "表.pdf")],
    )

    page = clerk.get("/evidence/1")
    photo, scan = clerk.look("/evidence/1/files/0").response, clerk.look("/evidence/1/files/1").response

    assert "家中主要劳动力生病" in page.text
    assert photo.mimetype == "image/jpeg"
    assert photo.headers["Content-Disposition"].startswith('inline; filename="evidence-1-0.jpg"')
    assert scan.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in photo.headers["Content-Security-Policy"]
    assert photo.headers["X-Content-Type-Options"] == "nosniff"


def test_a_better_one_takes_its_place_with_a_reason(township: Township) -> None:
    clerk, case_id = township.sign_in("village-1"), township.cases()[0]
    recorded(clerk, "visit", [case_id], **VISIT, files=[sent(picture(), "好.jpg")])
    form = clerk.get("/evidence/1/replace")
    assert "和秀兰，村级信息员" in form.html

    silent = clerk.send(form, "/evidence/1/replace", **VISIT, kept=["0"])
    done = clerk.send(form, "/evidence/1/replace", **VISIT, kept=["0"], reason="日期写错")
    again = clerk.send(form, "/evidence/1/replace", **VISIT, kept=["0"], reason="日期写错")

    assert silent.status == 422
    assert "请写明为什么更正" in silent.text
    assert done.address == "/evidence/2"
    assert "好.jpg" in done.text
    assert "这一份已被更正" in clerk.get("/evidence/1").text
    assert again.status == 409
    assert evidence_count(township) == 2


def test_a_post_that_may_not_supply_a_kind_is_told_so(township: Township) -> None:
    case_id = township.cases()[0]

    page = township.sign_in("village-1").get(address_of("spot_check", case_id))

    assert page.status == 409
    assert "“乡镇抽查核实记录”不由您的岗位提交" in page.text
    assert township.sign_in("township-1").get(address_of("department_answer", case_id)).status == 404


def test_evidence_of_two_villages_shows_each_village_its_own(township: Township) -> None:
    mine, theirs = township.cases()[0], township.cases(OTHER_VILLAGE)[0]
    recorded(township.sign_in("township-1"), "visit", [mine, theirs], **VISIT)

    page = township.sign_in("village-1").get("/evidence/1")

    assert f"/case/{mine}" in page.html
    assert f"/case/{theirs}" not in page.html
