"""The command that tells which small mistakes would be missed works, and the mistakes it makes are the wanted ones."""

import subprocess
import sys

from tests.mutation.mutants import mutants
from tests.mutation.targets import ROOT, TARGETS


def lines(text, **more):
    return [mutant.now for mutant in mutants(text, **more)]


def test_one_mistake_at_a_time():
    assert lines("x = a < b and not c") == [
        "x = a < b or not c", "x = a <= b and (not c)", "x = a < b and (not not c)",
    ]  # fmt: skip
    assert lines("def f(a):\n    yield a\n    return a + 1\n") == [
        "pass", "return None", "return a - 1", "return a + 2",
    ]  # fmt: skip


def test_sentences_and_declarations_are_left_alone():
    assert lines('x = N_("no-code")') == []
    assert lines('"""a-docstring"""') == []
    assert lines("class A:\n    n: int = 1\n", only_functions=True) == []
    assert lines('x = "kebab-code"') == ["x = 'xxkebab-code'"]


def test_every_file_that_is_looked_at_has_tests_that_are_there():
    assert [t.file for t in TARGETS if not (ROOT / t.file).exists()] == []
    assert [one for t in TARGETS for one in t.tests if not (ROOT / one).exists()] == []


def test_the_command_tells_the_score_of_a_file():
    command = [sys.executable, "-m", "tests.mutation", "--only", "evidence/causes", "--jobs", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "states/evidence/causes.py" in done.stdout
