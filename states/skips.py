"""When a step is left out by rule: the names a pack may give, each with the sentence for screen and paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine.facts import Facts
from engine.further import Past
from engine.guards import Need
from engine.months import later
from engine.procedure import Rule
from engine.words import N_

ASKED = "recheck_request"
Applies = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class SkipKind:
    """A reason for leaving a step out: how it is made for a step with these needs, and the sentence for it."""

    name: str
    reason: str
    make: Callable[[Sequence[Need]], Applies]
    looks_back: bool = False
    unless: str = ""
    """The kind of evidence whose coming makes the step needed."""

    def rule(self, needs: Sequence[Need]) -> Rule:
        """The rule for a step with these needs."""
        return Rule(self.make(needs), self.reason, self.looks_back, self.unless)


def lifted_out(facts: Facts) -> bool:
    """A household that was lifted out of poverty has applied before."""
    return bool(facts.subject.kind == "lifted_out")


def no_labour(facts: Facts) -> bool:
    """Nobody in the household is able to work."""
    return bool(facts.subject.able == 0)


def no_recheck_asked(facts: Facts) -> bool:
    """Nobody in the household asked the level above to look again."""
    return not facts.shown(ASKED)


def _already_compared(needs: Sequence[Need]) -> Applies:
    """Every department of the step has answered within the year, and found nothing."""
    asked = {code for need in needs if need.name == "evidence:department_answer" for code in need.params["each_of"]}

    def applies(facts: Facts) -> bool:
        answers = {one.facts["department"]: one.facts["hit"] for one in _fresh(facts, "department_answer")}
        return bool(asked) and all(answers.get(code) is False for code in asked)

    return applies


def _already_authorised(needs: Sequence[Need]) -> Applies:
    """An authorisation given within the year carries the signatures that the step asks for."""
    asked = {
        name for need in needs if need.name == "evidence:authorisation" for name in need.params.get("signed_by", ())
    }

    def applies(facts: Facts) -> bool:
        for one in _fresh(facts, "authorisation"):
            signed = set(one.facts["signed_by"])
            if asked <= (signed | {"head"} if "every-member" in signed else signed):
                return True
        return False

    return applies


def _fresh(facts: Facts, kind: str) -> Iterator[Past]:
    """What earlier runs left of a kind within the last twelve months, oldest first."""
    for one in facts.past:
        if one.kind == kind and later(one.happened_on, 12) >= facts.today:
            yield one


SKIPS: dict[str, SkipKind] = {
    kind.name: kind
    for kind in (
        SkipKind("lifted_out", N_("脱贫户，按规定免办"), lambda _: lifted_out),
        SkipKind("no_labour", N_("整户无劳动能力，按规定免办"), lambda _: no_labour),
        SkipKind("no_recheck_asked", N_("农户没有申请复核，免办"), lambda _: no_recheck_asked, unless=ASKED),
        SkipKind("already_compared", N_("一年内各部门已比对、没有问题，免办"), _already_compared, looks_back=True),
        SkipKind("already_authorised", N_("一年内签过的授权书仍然有效，免办"), _already_authorised, looks_back=True),
    )
}
