"""Random lives under every shipped pack: the office and the plain model never come to different answers.

`SHOUXIAN_LIVES` is how many times as many lives are led as in an ordinary run; what fails then is also made shorter.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from states.packs.loader import shipped
from tests import databases
from tests.model.lives import Lives
from tests.model.test_walks import begin_of

TIMES = int(os.environ.get("SHOUXIAN_LIVES", "1"))
ORDINARY = settings(
    max_examples=4 * TIMES,
    stateful_step_count=25,
    derandomize=TIMES == 1,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink] if TIMES > 1 else [Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("pack", sorted(shipped()))
def test_lives_under_a_pack_go_as_the_plain_model_says(pack: str, run_folder: Path) -> None:
    told = {"pack": pack, "begin": begin_of(pack), "folder": run_folder}

    run_state_machine_as_test(type("Lives", (Lives,), told), settings=ORDINARY)


@pytest.mark.parametrize("pack", sorted(shipped()))
def test_the_same_on_the_other_database(pack: str, run_folder: Path) -> None:
    told = {"pack": pack, "begin": begin_of(pack), "folder": run_folder, "kind": "postgresql"}
    databases.postgres_server(run_folder)

    run_state_machine_as_test(
        type("Lives", (Lives,), told), settings=settings(ORDINARY, max_examples=TIMES, stateful_step_count=20)
    )
