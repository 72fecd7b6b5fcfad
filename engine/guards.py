"""Guards look at the facts and yield every reason against an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.words import N_

if TYPE_CHECKING:
    from engine.facts import Facts


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason an act cannot happen now.

    `text` is a Chinese sentence with `%(name)s` fields that `facts` fill, so that it can be
    translated; `basis` is the clause it rests on, `settled_by` the role that can remove it,
    `earliest_on` the first day on which waiting alone removes it. `attention` marks what somebody must
    settle now, as against what is simply not there yet.
    """

    code: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    settled_by: str = ""
    earliest_on: date | None = None
    attention: bool = False

    @property
    def message(self) -> str:
        """The sentence for the clerk."""
        return self.text % dict(self.facts)


Guard = Callable[["Facts"], Iterator[Blocker]]


@dataclass(frozen=True, slots=True)
class Need:
    """A guard with the name and parameters it was asked for by, and words for the task list.

    `alternatives` are the needs of which one is enough, where there is a choice.
    """

    name: str
    title: str
    guard: Guard
    params: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    alternatives: tuple[Need, ...] = ()

    def missing(self, facts: Facts) -> tuple[Blocker, ...]:
        """Every reason this need is not met; empty when it is."""
        return tuple(self.guard(facts))


NONE_OF = "none-of"


def any_of(title: str, alternatives: tuple[Need, ...], basis: str = "") -> Need:
    """One of these is enough: a large meeting, or the smaller one that may be held in its place.

    Nothing begun: the answer names the ways there are. Something begun: what is missing of the one that has come
    furthest.
    """

    def guard(facts: Facts) -> Iterator[Blocker]:
        missing = [need.missing(facts) for need in alternatives]
        if not all(missing):
            return
        begun = [reasons for need, reasons in zip(alternatives, missing, strict=True) if _begun(need, facts)]
        if begun:
            yield from min(begun, key=len)
            return
        ways = "、".join(f"“{need.title}”" for need in alternatives)
        text = N_("“%(title)s”还没有材料，以下有一种即可：%(ways)s")
        yield Blocker(NONE_OF, text, {"title": title, "ways": ways}, basis, missing[0][0].settled_by)

    return Need("any_of", title, guard, {"any_of": [dict(need.params) for need in alternatives]}, basis, alternatives)


def _begun(need: Need, facts: Facts) -> bool:
    """Whether some of it is there: evidence of its kind, held in its way where a way is asked for."""
    shown = facts.shown(need.name.removeprefix("evidence:"))
    way = need.params.get("held_as")
    return bool(shown) and (not way or shown[-1].facts.get("held_as", way) == way)
