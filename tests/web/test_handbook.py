"""`shouxian handbook`: the file that can be read offline, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hatch_build import scenario_results
from web.cli import main
from web.handbook import results
from web.handbook.feature_files import shipped
from web.handbook.results import FAILED, NOT_RUN, PASSED

SCENARIO = next(one for feature in shipped() for one in feature.scenarios if not one.examples)
RAN = (
    '<testsuites><testsuite hostname="somewhere" timestamp="2021-10-18T09:00:00.5">'
    '<testcase file="/a/path"><properties><property name="scenario" value="{told}"/></properties>{outcome}</testcase>'
    "</testsuite></testsuites>"
)


def ran(folder: Path, *outcomes: str) -> Path:
    """A JUnit file in which that scenario came out so, once for each database."""
    told = f'{{"file": "{SCENARIO.file}", "name": "{SCENARIO.name}", "example": {{}}}}'.replace('"', "&quot;")
    first, *others = [RAN.format(told=told, outcome=outcome) for outcome in outcomes]
    case = [text[text.index("<testcase") : text.index("</testsuite>")] for text in others]
    file = folder / "junit.xml"
    file.write_text(first.replace("</testsuite>", "".join(case) + "</testsuite>", 1), "utf-8")
    return file


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        (("", ""), PASSED),
        (("", "<failure message='no'>traceback</failure>"), FAILED),
        (("<error/>",), FAILED),
        (("<skipped/>",), NOT_RUN),
    ],
)
def test_a_scenario_passed_when_it_passed_everywhere(tmp_path: Path, outcomes: tuple[str, ...], result: str) -> None:
    read = results.read(ran(tmp_path, *outcomes))

    assert read.of(SCENARIO) == result
    assert read.ran_at == "2021-10-18 09:00"


def test_a_scenario_that_was_not_run_is_not_called_passed() -> None:
    assert results.Results().of(SCENARIO) == NOT_RUN


def test_the_command_writes_one_file_and_says_what_failed(tmp_path: Path) -> None:
    out = tmp_path / "handbook.html"

    done = CliRunner().invoke(main, ["handbook", "--out", str(out), "--junit", str(ran(tmp_path, "<failure/>"))])

    assert done.exit_code == 1
    assert "没有通过1个" in done.output
    assert SCENARIO.name in out.read_text("utf-8")


def test_a_file_that_is_no_test_result_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("不是结果", "utf-8")

    done = CliRunner().invoke(
        main, ["handbook", "--out", str(tmp_path / "out.html"), "--junit", str(tmp_path / "notes.txt")]
    )

    assert done.exit_code == 1
    assert "notes.txt 不是测试结果文件" in done.output
    assert not (tmp_path / "out.html").exists()


def test_a_wheel_carries_the_results_without_paths_and_machines(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    ran(tmp_path / "build", "", "<failure message='/a/path'>traceback</failure>")

    kept = scenario_results(tmp_path)

    assert kept is not None
    assert results.read(kept).of(SCENARIO) == FAILED
    text = kept.read_text("utf-8")
    assert [word for word in ("/a/path", "somewhere", "traceback") if word in text] == []


def test_a_tree_whose_tests_never_ran_ships_no_results(tmp_path: Path) -> None:
    assert scenario_results(tmp_path) is None
