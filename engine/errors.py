"""Everything the engine can refuse, as types that carry their facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.guards import Blocker
from engine.words import N_


class EngineError(Exception):
    """Base class: the engine refused, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in something that was handed in, and where."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" if self.where else self.reason


class BadInput(EngineError):
    """What was handed in cannot be taken; each problem names its place."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))


class InvalidDefinition(BadInput):
    """A lifecycle or procedure is written in a way that could strand a case."""


class NotFound(EngineError):
    """No such thing, or none that this actor may see: the two look the same."""

    def __init__(self, what: str, key: object) -> None:
        self.what, self.key = what, key
        super().__init__(f"{what} {key}")


class Refused(EngineError):
    """The act exists, but there are reasons against it."""

    def __init__(self, act: str, blockers: Sequence[Blocker]) -> None:
        self.act, self.blockers = act, tuple(blockers)
        super().__init__(f"{act}: " + "; ".join(b.message for b in blockers))


class MoveBlocked(Refused):
    """A step or move whose guards gave reasons against it."""


class UnknownAct(Refused):
    """The case has no such step or move where it stands."""

    def __init__(self, act: str, state: str) -> None:
        self.state = state
        super().__init__(
            act, [Blocker("unknown-act", "“%(state)s”状态下没有“%(act)s”这一步", {"state": state, "act": act})]
        )


class StaleCase(Refused):
    """Somebody else changed the case first."""

    def __init__(self, act: str, case_id: int, who: str, at: datetime | None, when: str) -> None:
        self.case_id, self.who, self.at = case_id, who, at
        text = N_("%(who)s已于%(when)s办理过，请刷新后再看")
        super().__init__(act, [Blocker("changed-meanwhile", text, {"who": who, "when": when})])
