"""Windows asked where the act happens: whether a system takes today what is to be done, and if not, when (TZ17, HT13).

What a plan has no window for, is not asked. The days of the plan hold wherever it is in force; that a request has to
be answered and data committed to before, is asked within a campaign, which keeps the requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.guards import Blocker
from engine.words import N_
from states.campaigns import desk, openings
from states.campaigns.campaign import Campaign
from states.campaigns.openings import Answer
from states.campaigns.phases import DIGITS
from states.campaigns.reporting import committed
from states.packs.campaign_parts import Window
from states.packs.loader import Pack
from states.packs.store import in_force, of_digest

TO_COMMIT = {"village": N_("村级"), "township": N_("乡镇"), "county": N_("县级")}


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds at a place: the pack, and within a campaign what was asked for, answered and committed to."""

    pack: Pack
    campaign: Campaign | None = None
    answers: Mapping[str, list[Answer]] | None = None
    committed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """A window at a place: the days that hold there, what was answered, and every reason against it today."""

    window: Window
    since: date | None
    until: date | None
    answer: Answer | None
    reasons: tuple[Blocker, ...]

    @property
    def is_open(self) -> bool:
        """Whether it takes entries today."""
        return not self.reasons


def against(session: Session, area: str, operation: str, today: date) -> list[Blocker]:
    """Every reason of the plan's windows against an operation at a place today; none is consent."""
    return against_many(session, [area], operation, today)[area]


def against_many(
    session: Session, areas: Iterable[str], operation: str, today: date, packs: Mapping[str, str] | None = None
) -> dict[str, list[Blocker]]:
    """The same for many places. `packs` are the digests of the wordings to go by outside campaigns, by area."""
    wanted = {area: area[: DIGITS["village"]] for area in areas}
    plans = plans_of(session, wanted.values(), today, {wanted[area]: one for area, one in (packs or {}).items()})
    found = {place: list(_reasons(plan, place, operation, today)) for place, plan in plans.items()}
    return {area: found.get(place, []) for area, place in wanted.items()}


def granted(session: Session, places: Iterable[str], operation: str, today: date) -> frozenset[str]:
    """Those of these villages for which a window that was asked for is open today."""
    plans = plans_of(session, places, today)
    return frozenset(
        place
        for place, plan in plans.items()
        if plan.campaign is not None
        for one in plan.pack.file.window
        if operation in one.operations and one.opened_by == "request" and standing(plan, one, place, today).is_open
    )


def plans_of(
    session: Session, places: Iterable[str], today: date, packs: Mapping[str, str] | None = None
) -> dict[str, Plan]:
    """What holds at each of these places: their campaign's wording, else the given one, else the pack in force."""
    wanted, found = set(places), {}
    running = desk.under_way(session, wanted)
    told = {
        one.id: _told(session, one, [place for place in wanted if running.get(place) is one])
        for one in {campaign.id: campaign for campaign in running.values()}.values()
    }
    for place in wanted:
        if place in running:
            found[place] = told[running[place].id]
        elif pack := _pack(session, place, today, (packs or {}).get(place)):
            found[place] = Plan(pack)
    return found


def _told(session: Session, campaign: Campaign, places: Sequence[str]) -> Plan:
    pack = of_digest(session, campaign.digest)
    if not pack.file.window:
        return Plan(pack, campaign)
    levels = {level for window in pack.file.window for level in window.commitment}
    areas = {place[: DIGITS[level]] for place in places for level in levels}
    given = committed(session, campaign, sorted(areas)) if areas else set()
    return Plan(pack, campaign, openings.answers(session, campaign, pack), frozenset(given))


def _pack(session: Session, place: str, today: date, digest: str | None) -> Pack | None:
    try:
        return of_digest(session, digest) if digest else in_force(session, place, today)
    except NotFound:
        return None


def _reasons(plan: Plan, place: str, operation: str, today: date) -> Iterator[Blocker]:
    """One open window is enough; of those that are shut the one that is nearest tells why."""
    standings = [standing(plan, one, place, today) for one in plan.pack.file.window if operation in one.operations]
    if standings and not any(one.is_open for one in standings):
        coming = [one for one in standings if one.until is None or one.until >= today]
        yield from min(coming, key=lambda one: one.since or date.min).reasons if coming else standings[-1].reasons


def standing(plan: Plan, window: Window, place: str, today: date) -> Standing:
    """How it stands with a window at a place today."""
    since, until, told = window.since, window.until, None
    if plan.campaign is not None and window.opened_by == "request":
        told = openings.opened(window, plan.answers or {}, place)
    if told and told.granted:
        since = max(filter(None, (since, told.since)), default=None)
        until = min(filter(None, (until, told.until)), default=None)
    reasons = [*_days(window, since, until, today), *_asked(plan, window, told), *_promised(plan, window, place)]
    return Standing(window, since, until, told, tuple(reasons))


def _days(window: Window, since: date | None, until: date | None, today: date) -> Iterator[Blocker]:
    told = {"system": window.system, "window": window.title}
    if since and today < since:
        text = N_("%(system)s“%(window)s”%(first)s才开放")
        yield Blocker("window-not-open", text, told | {"first": since}, window.basis, "", since)
    if until and today > until:
        text = N_("%(system)s“%(window)s”已于%(last)s关闭")
        yield Blocker("window-closed", text, told | {"last": until}, window.basis, window.asked_by)


def _asked(plan: Plan, window: Window, told: Answer | None) -> Iterator[Blocker]:
    if plan.campaign is None or window.opened_by != "request" or (told and told.granted):
        return
    facts = {"system": window.system, "window": window.title, "document": told.document if told else ""}
    if told is None:
        text = N_("%(system)s“%(window)s”要书面申请开放，还没有申请")
        yield Blocker("window-not-asked", text, facts, window.basis, window.asked_by)
    elif told.is_answered:
        text = N_("开放%(system)s“%(window)s”的申请（%(document)s）没有得到同意，请按批复的要求再申请")
        yield Blocker("window-refused", text, facts, window.basis, window.asked_by)
    else:
        text = N_("开放%(system)s“%(window)s”的申请（%(document)s）还没有批复")
        yield Blocker("window-unanswered", text, facts, window.basis, "county")


def _promised(plan: Plan, window: Window, place: str) -> Iterator[Blocker]:
    if plan.campaign is None:
        return
    for level in window.commitment:
        if place[: DIGITS[level]] not in plan.committed:
            text = N_("%(level)s还没有对数据作出准确性承诺，不能%(window)s")
            told = {"level": TO_COMMIT[level], "window": window.title}
            yield Blocker(
                "commitment-missing", text, told, window.basis, "county" if level == "county" else "township_leader"
            )
