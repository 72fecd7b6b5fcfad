"""Every sentence of the features is understood in one way only, and every promise is shown by a scenario that runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import FunctionType

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

from tests import bdd_checks
from tests.bdd import test_features
from tests.conftest import FEATURES
from web.handbook.feature_files import read
from web.handbook.manual import clauses

PROMISED = """
    DB01 DB02 DB03 DB04 DB05
    XZ01 XZ02 XZ03 XZ04 XZ05 XZ06 XZ07 XZ08 XZ09 XZ10 XZ11 XZ12 XZ14 XZ15 XZ16 XZ18 XZ19 XZ21 XZ22
    TZ01 TZ02 TZ03 TZ04 TZ05 TZ06 TZ07 TZ08 TZ09 TZ10 TZ11 TZ12 TZ13 TZ14 TZ15 TZ16 TZ19 TZ20 TZ21 TZ22 TZ23
    TZ24 TZ25 TZ26 TZ27 TZ28 TZ29
    HT01 HT02 HT03 HT04 HT05 HT06 HT07 HT08 HT09 HT10 HT11 HT13 HT14 HT15 HT16
    BZ02 BZ04 BZ05 BZ06 BZ07 BZ08 BZ09 BZ10 BZ11 BZ12 BZ13
    HN01 HN02 HN04 HN05 HN06 HN07 HN09 HN11
""".split()


def sentences() -> set[tuple[str, str]]:
    """Each line of each scenario, examples filled in, with its kind: given, when or then."""
    found = set()
    for feature in get_features([str(FEATURES)]):
        for template in feature.scenarios.values():
            contexts = [context for examples in template.examples for context in examples.as_contexts()]
            for context in contexts or [{}]:
                found |= {(step.type, step.name) for step in template.render(context).steps}
    return found


def understandings(kind: str, sentence: str) -> list[Callable[..., object]]:
    """The functions that take a sentence."""
    known: list[StepFunctionContext] = list(step_function_context_registry.values())
    return [one.step_func for one in known if one.type == kind and one.parser.is_matching(sentence)]


def test_every_sentence_is_understood_in_one_way() -> None:
    unclear = {
        f"{kind} {sentence}": [function.__name__ for function in found]
        for kind, sentence in sorted(sentences())
        if len(found := understandings(kind, sentence)) != 1
    }

    assert unclear == {}


def test_no_step_is_there_that_no_scenario_says() -> None:
    said = sentences()
    idle = {
        one.step_func.__name__
        for one in step_function_context_registry.values()
        if one.step_func.__module__.startswith("tests.")  # pytest-bdd brings one of its own
        and not any(one.type == kind and one.parser.is_matching(sentence) for kind, sentence in said)
    }

    assert idle == set()


@pytest.mark.parametrize("requirement", PROMISED)
def test_every_promise_has_scenarios_and_refusals_are_among_them(requirement: str) -> None:
    shown = [one for feature in read(FEATURES) for one in feature.scenarios if requirement in one.tags]

    assert len(shown) >= 3
    assert requirement in clauses()


def test_every_scenario_of_the_files_is_run() -> None:
    run = {
        (Path(template.feature.filename).relative_to(FEATURES).as_posix(), template.name)
        for function in vars(test_features).values()
        if isinstance(function, FunctionType) and (template := scenario_wrapper_template_registry.get(function))
    }

    assert run == {(one.file, one.name) for feature in read(FEATURES) for one in feature.scenarios}


def test_the_files_keep_the_rules_of_the_house() -> None:
    assert bdd_checks.problems(FEATURES) == []


def test_every_feature_says_what_for_for_whom_and_what() -> None:
    openings = {feature.file: [line[:2] for line in feature.description] for feature in read(FEATURES)}

    assert {file: said for file, said in openings.items() if said != ["为了", "作为", "我希"]} == {}


def test_every_scenario_stands_under_a_rule_with_a_requirement() -> None:
    scenarios = [one for feature in read(FEATURES) for one in feature.scenarios]

    assert [one.name for one in scenarios if not one.rule or not one.tags & set(PROMISED)] == []


def test_every_example_says_why_it_is_there() -> None:
    last = {e.heading[-1] for f in read(FEATURES) for s in f.scenarios for e in s.examples}

    assert last == {"为什么有这一行"}
