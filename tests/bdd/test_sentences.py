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

LAST = {"DB": 5, "XZ": 22, "TZ": 29, "HT": 16, "BZ": 13, "HN": 12}
"""How many requirements each source has."""
PROMISED = [f"{source}{n:02}" for source, last in LAST.items() for n in range(1, last + 1)]


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
