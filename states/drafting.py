"""Drawing up a notice: the list of households, frozen, with its place, its number and its days."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import ledger
from engine.actors import Actor
from engine.areas import within
from engine.book import Book
from engine.cases import hold, open_cases
from engine.clock import office_day
from engine.definition import Definition
from engine.errors import NotFound, Refused
from engine.facts import Facts, gather
from engine.guards import Blocker
from engine.runs import FOR_RECORD, OPEN
from engine.words import N_
from states.hanging import reckon
from states.households import Household
from states.notice_lines import NoticeLine, freeze
from states.notices import BY, LEVELS, NOTICE, Notice
from states.regions import Region
from states.terms import NoticeTerms, terms_of


@dataclass(frozen=True, slots=True)
class Foot:
    """What a notice prints at its head and foot; empty fields are taken from its place."""

    title: str = ""
    issuer: str = ""
    phone: str = ""
    address: str = ""
    hours: str = ""


def draft(
    session: Session,
    book: Book,
    case_ids: Collection[int],
    step: str,
    *,
    by: Actor,
    at: datetime,
    planned_on: date | None = None,
    foot: Foot = Foot(),
) -> Notice:
    """Draw up a notice for these households; what is published of them is frozen now.

    `planned_on` is the day on which it shall be posted: the plan's own by default, else today.
    Raises `Refused` with all reasons: more than one place or pack, a step that is not open, a household that
    stands on a running notice already; and `NotFound`.
    """
    wanted = sorted(set(case_ids))
    hold(session, wanted)  # of two drafts with the same household the second waits, and is refused
    gathered = gather(session, book, wanted, by, at) if wanted else {}
    if len(gathered) != len(wanted):
        raise NotFound("case", sorted(set(wanted) - gathered.keys()))
    for facts in gathered.values():
        book.definition(session, facts.definition)  # the terms stand beside a definition that was read
    today = office_day(at)
    if blockers := list(_against(session, list(gathered.values()), step, by, planned_on, today)):
        raise Refused("draft", blockers)
    first = next(iter(gathered.values()))
    terms = terms_of(first.definition, step)
    assert terms is not None  # refused before
    area = first.area[: LEVELS[terms.level]]
    planned_on = planned_on or (terms.planned[0] if terms.planned and today <= terms.planned[0] else today)
    definition = book.definition(session, first.definition)
    notice = _notice(session, terms, step, definition, area, planned_on, gathered.values(), foot, by, at)
    notice.runs(reckon(book.calendar(session, area), terms, [(planned_on, None)]))
    session.add(notice)
    session.flush()
    rows = freeze(session, list(gathered.values()), definition, today)
    for position, (facts, household, frozen) in enumerate(rows, 1):
        session.add(
            NoticeLine(
                notice_id=notice.id,
                case_id=facts.case_id,
                household_id=household.id,
                run_id=facts.run_id,
                step=step,
                round=facts.steps[step].round,
                position=position,
                frozen=frozen,
            )
        )
    session.flush()
    told = {"notice": notice.id, "number": notice.number, "step": step, "cases": wanted}
    ledger.append_many(session, [(case, "drafted", told) for case in hold(session, [notice.case_id])], by, at)
    return notice


def _against(
    session: Session, gathered: Sequence[Facts], step: str, by: Actor, planned_on: date | None, today: date
) -> Iterator[Blocker]:
    if not gathered:
        yield Blocker("nothing-chosen", N_("还没有选农户"))
        return
    if by.role not in BY:
        yield Blocker("role-required", N_("您的岗位不能办理公示"))
    if not all(by.covers(facts.area) for facts in gathered):
        yield Blocker("outside-area", N_("不在您负责的辖区内"))
    if len({facts.definition for facts in gathered}) > 1:
        yield Blocker("other-pack", N_("所选农户按不同的方案办理，要分开公示"))
    if planned_on and planned_on < today:
        yield Blocker("planned-in-past", N_("计划张贴日不能早于今天"))
    terms = terms_of(gathered[0].definition, step)
    if terms is None:
        yield Blocker("no-notice-step", N_("方案里的这一步不要求公示"))
    elif len({facts.area[: LEVELS[terms.level]] for facts in gathered}) > 1:
        yield Blocker("other-area", N_("一份公示只能列同一个地方的农户，请分开公示"))
    elif not by.covers(gathered[0].area[: LEVELS[terms.level]]):
        yield Blocker("level-required", N_("这份公示由上一级办理"), {}, "", terms.level)
    yield from _against_households(session, gathered, step)


def _against_households(session: Session, gathered: Sequence[Facts], step: str) -> Iterator[Blocker]:
    ids = [facts.case_id for facts in gathered]
    heads = dict(
        session.execute(select(Household.case_id, Household.head_name).where(Household.case_id.in_(ids))).all()
    )
    listed = (
        select(NoticeLine.run_id, NoticeLine.round, Notice.number)
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .where(NoticeLine.run_id.in_([facts.run_id for facts in gathered]), NoticeLine.step == step, NoticeLine.live)
    )
    numbers = {(row[0], row[1]): row[2] for row in session.execute(listed)}
    for facts in gathered:
        fact, head = facts.steps.get(step), heads.get(facts.case_id, "")
        if fact is None or fact.status != OPEN:
            yield Blocker("step-not-open", N_("“%(head)s”户现在不在公示这一步"), {"head": head})
        elif number := numbers.get((facts.run_id or 0, fact.round)):
            text = N_("“%(head)s”户已经列在%(number)s号公示上")
            yield Blocker("already-listed", text, {"head": head, "number": number})


def _notice(
    session: Session,
    terms: NoticeTerms,
    step: str,
    definition: Definition,
    area: str,
    planned_on: date,
    gathered: Collection[Facts],
    foot: Foot,
    by: Actor,
    at: datetime,
) -> Notice:
    # numbers are drawn under the lock of the place, so that two drafts never draw the same
    place = session.scalars(select(Region).where(Region.code == area).with_for_update()).one_or_none()
    if place is None:
        raise NotFound("region", area)
    [case] = open_cases(session, NOTICE, [area], by, at)
    stem = f"{area}-{planned_on.year}-"
    drawn = session.scalar(select(func.count(Notice.number.distinct())).where(within(Notice.number, stem))) or 0
    acts = "、".join(dict.fromkeys(_act(definition, facts) for facts in gathered))
    return Notice(
        case_id=case.id,
        number=f"{stem}{drawn + 1:03d}",
        edition=1,
        level=terms.level,
        step=step,
        definition=definition.digest,
        area=area,
        township=area[:9],
        title=foot.title or f"{place.name}{acts}名单{'公告' if terms.is_announcement else '公示'}",
        issuer=foot.issuer or issuer_of(place),
        phone=foot.phone or place.phone,
        address=foot.address or place.address,
        hours=foot.hours or place.contact_hours,
        length_n=terms.duration.n,
        length_unit=terms.duration.unit,
        count=terms.count,
        roll_over=terms.roll_over,
        after_interruption=terms.after_interruption,
        kind=terms.kind,
        required=json.dumps(list(terms.at)),
        planned_on=planned_on,
        drafted_at=at,
    )


def _act(definition: Definition, facts: Facts) -> str:
    """What the list is for; that it fills a gap of former years stands on the paper."""
    label = definition.by_name[facts.move].label
    return f"{label}（补程序）" if facts.purpose == FOR_RECORD else label


def issuer_of(place: Region) -> str:
    """Who signs for a place: the villagers' committee, the people's government, or the office of a street."""
    if place.name.endswith(("委员会", "政府", "办事处")):
        return place.name
    if place.level == "township" and place.name.endswith("街道"):
        return f"{place.name}办事处"
    if place.level != "village":
        return f"{place.name}人民政府"
    return place.name + ("居民委员会" if place.name.endswith("社区") else "村民委员会")
