"""The steps of all sentences, and what the living document needs to know of each run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

STEPS = tuple(f"tests.bdd.steps.{file.stem}" for file in sorted((Path(__file__).parent / "steps").glob("[a-z]*.py")))
pytest.register_assert_rewrite(*STEPS)


def pytest_configure(config: pytest.Config) -> None:
    """Make every module of steps known; each sentence is defined in one of them."""
    for module in STEPS:
        config.pluginmanager.import_plugin(module)


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Any, scenario: Any) -> None:
    """Note which scenario and which example this test is, for the JUnit file."""
    example = request.node.callspec.params.get("_pytest_bdd_example", {})
    file = Path(feature.filename).relative_to(request.config.rootpath / "features").as_posix()
    told = {"file": file, "name": scenario.name, "line": scenario.line_number, "example": dict(example)}
    request.node.user_properties.append(("scenario", json.dumps(told, ensure_ascii=False)))
