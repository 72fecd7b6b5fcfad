"""The starter writes plans that pass every check at once, or says why the facts make none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidDefinition
from engine.periods import Count
from states.packs.loader import load
from states.packs.starter import DECIDERS, Beginning, started
from states.terms import terms_of
from tests.states.lab.plans import TEXTS

FACTS = Beginning(
    "heping-2024", "和平镇2024年方案", "《和平镇方案》", "533409999", date(2024, 3, 1), date(2024, 12, 31), 8500
)  # fmt: skip
COUNTS: tuple[Count, ...] = ("next-day", "posting-day")


def test_a_plan_from_a_few_facts_says_what_was_asked_for() -> None:
    facts = replace(
        FACTS, metric="disposable", notice_days=7, notice_unit="days", count="posting-day",
        decided_by="township_leader", income_since=date(2022, 10, 1), income_until=date(2023, 9, 30),
    )  # fmt: skip
    pack = load(FACTS.id, {**TEXTS, FACTS.id: started(facts, TEXTS)})

    assert (pack.file.income.line, pack.file.income.metric) == (8500, "disposable")
    assert pack.file.income.window.until == date(2023, 9, 30)
    terms = terms_of(pack.digest, "village_notice")
    assert terms is not None
    assert (terms.duration.label, terms.count) == ("7天", "posting-day")
    for name in ("identify", "eliminate", "re_flag"):
        procedure = pack.definition.by_name[name].procedure
        assert procedure is not None
        assert procedure.by_name["decision"].by == "township_leader"


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60),
    st.integers(5, 60), st.sampled_from(("days", "workdays")), st.sampled_from(COUNTS), st.sampled_from(list(DECIDERS)),
    st.sampled_from(("net", "disposable")), st.integers(1, 100000),
)  # fmt: skip
def test_whatever_is_filled_in_makes_a_sound_plan(title, days, unit, count, decider, metric, line) -> None:
    facts = replace(
        FACTS, title=title, document=title, notice_days=days, notice_unit=unit, count=count, decided_by=decider,
        metric=metric, line=line,
    )  # fmt: skip

    pack = load(FACTS.id, {**TEXTS, FACTS.id: started(facts, TEXTS)})

    assert (pack.file.pack.title, pack.file.pack.document) == (title, title)


def test_every_remark_is_in_chinese_and_explains_what_follows() -> None:
    remarks = [line for line in started(FACTS, TEXTS).splitlines() if line.startswith("#")]

    assert len(remarks) >= 8
    assert all(any("一" <= sign <= "鿿" for sign in line) for line in remarks)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"notice_days": 3, "notice_unit": "days"}, "公示至少5天，不能放宽"),
        ({"title": ""}, "title"),
        ({"id": "xiaozhongdian-2021", "place": "533401102"}, None),
        ({"place": "533401102", "since": date(2021, 11, 1)}, "有效期重叠"),
        ({"line": 0}, "line"),
    ],
)
def test_facts_that_make_no_sound_plan_are_refused_with_the_reason(changes, reason) -> None:
    if reason is None:  # a newer wording of a plan that is there may be begun anew
        assert started(replace(FACTS, **changes), TEXTS)
        return
    with pytest.raises(InvalidDefinition) as refused:
        started(replace(FACTS, **changes), TEXTS)

    assert any(reason in str(problem) for problem in refused.value.problems), refused.value
