"""The list of what a wording would change, household by household, as its page counts it."""

from __future__ import annotations

from collections.abc import Iterator

from states.listings.listing import AREA, Line, Listing, Look, number
from states.wordings import lists, proposals, trial
from states.wordings.trial import Tally, Tried


def _effects(look: Look) -> Iterator[Line]:
    if not look.get("proposal"):
        return
    wordings = proposals.find(look.session, look.number("proposal")).wordings
    lots = trial.lines(look.session, look.book, Tried(wordings, look.get("area")), look.by, look.at, Tally())
    yield from lists.effects(look.session, look.by, lots)


LISTINGS = (
    Listing("wording-effects", "方案试运行", lists.EFFECT_HEADINGS, _effects, (AREA, number("proposal", "提出的方案"))),
)
