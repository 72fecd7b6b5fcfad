"""Every kind of list that comes as a file, by its name in addresses and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import NotFound
from states.changes.joining_list import MEMBERS
from states.help.delivery_list import HELP
from states.income.importing import INCOME
from states.intake.kind import Kind
from states.leads.warning_list import WARNINGS
from states.livelihood.training_list import TRAINING
from states.livelihood.work_list import WORK
from states.places.figure_list import FIGURES
from states.places.location_list import COORDINATES
from states.problems.problem_file import PROBLEMS

KINDS: Mapping[str, Kind[Any]] = {
    kind.id: kind for kind in (INCOME, WORK, TRAINING, HELP, COORDINATES, FIGURES, MEMBERS, WARNINGS, PROBLEMS)
}


def find(name: str) -> Kind[Any]:
    """The kind of that name; raises `NotFound`."""
    if name not in KINDS:
        raise NotFound("kind", name)
    return KINDS[name]
