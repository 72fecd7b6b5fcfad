"""What was decided in a period: who came onto the list, who left it, and how (TZ22, HT14, XZ21)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, case, exists, select

from engine.evidence import Exhibit
from engine.ledger import Entry
from engine.runs import COMPLETE, FOR_MOVE, UNDER_WAY, Run
from engine.words import N_
from states.help.deliveries import Delivery
from states.help.kinds import RISKS, edition
from states.help.risks import Risk
from states.history.standing import MOVED, TAKEN_OVER
from states.households import Household
from states.lifecycle import WAYS
from states.members import Member
from states.notice_lines import MODES
from states.packs.store import StoredPack, policy
from states.policies import UNKNOWN
from states.reports.figure import Asked, Figure, rows
from states.reports.stood import present

JOINING = ("identify", "re_flag", "roll_back", "return_to_poverty")
FREED = ("eliminate", "strike_off")
"""The ways that lead a household off the list because its risk is gone, or, under older plans, its poverty."""
UNSAID = "unsaid"


def ways(asked: Asked) -> Mapping[str, str]:
    """The eight ways, those that the plan of the place has in its own words."""
    plan = asked.plan
    known = policy(asked.session, plan.digest) if plan else UNKNOWN
    own = {known.way(move.name): move.label for move in plan.definition.moves} if plan else {}
    return {name: own.get(name, way.label) for name, way in WAYS.items()}


def _renamed(asked: Asked) -> dict[str, str]:
    """The way of each move that some plan calls by a name of its own."""
    digests = asked.session.scalars(select(StoredPack.digest).order_by(StoredPack.added_at))
    return {move: way for one in digests for move, way in policy(asked.session, one).ways.items() if move != way}


def _made_way(asked: Asked) -> Any:
    """The way that an entry of the ledger says a household went; sealed texts have no spaces, people's are quoted."""
    names = {**_renamed(asked), **{way: way for way in WAYS}}
    told = ((Entry.facts.contains(f'"move":"{name}"', autoescape=True), way) for name, way in names.items())
    return case(*told, else_="")


def decided(asked: Asked) -> Select[Any]:
    """The moves that were made in the period, as the ledger tells; what a back-fill adds later is not among them."""
    query = rows(Entry.id, _made_way(asked), "", Entry.at).join(Entry, Entry.case_id == Household.case_id)
    inside = Entry.at >= asked.period.begins_at, Entry.at < asked.period.ends_at
    return query.where(asked.inside(Household.group_code), Entry.kind == MOVED, *inside)


def freed(asked: Asked) -> Any:
    """The households that left the list in the period because they no longer need it, each once: `case_id`."""
    found = decided(asked).subquery()
    return select(found.c.case_id).where(found.c.part.in_(FREED)).distinct().subquery()


def _persons(asked: Asked) -> Select[Any]:
    found = decided(asked).subquery()
    told = rows(Member.id, found.c.part, Member.name, found.c.on).select_from(Member)
    told = told.join(Household, Household.id == Member.household_id)
    return told.join(found, found.c.case_id == Household.case_id).where(present(asked))


def _under_way(asked: Asked) -> Select[Any]:
    """The procedures that were under way at the end of the period."""
    renamed = [(Run.move == move, way) for move, way in _renamed(asked).items()]
    way = case(*renamed, else_=Run.move) if renamed else Run.move
    query = rows(Run.id, way, "", Run.started_at).join(Run, Run.case_id == Household.case_id)
    over = (Run.finished_at >= asked.period.ends_at) & (Run.status == COMPLETE)
    goes_on = (Run.status == UNDER_WAY) | over
    begun = Run.started_at < asked.period.ends_at
    return query.where(asked.inside(Household.group_code), Run.purpose == FOR_MOVE, begun, goes_on)


def _taken_over(asked: Asked) -> Select[Any]:
    query = rows(Entry.id, "", "", Entry.at).join(Entry, Entry.case_id == Household.case_id)
    inside = Entry.at >= asked.period.begins_at, Entry.at < asked.period.ends_at
    return query.where(asked.inside(Household.group_code), Entry.kind == TAKEN_OVER, *inside)


def _freed_helped(asked: Asked) -> Select[Any]:
    """The households that left, by the kinds of help that had reached them."""
    gone = freed(asked)
    reached = (
        select(Delivery.household_id, Delivery.kind)
        .where(Delivery.superseded.is_(False), Delivery.delivered_on <= asked.period.last_on)
        .distinct()
        .subquery()
    )
    query = rows(Household.id, reached.c.kind).join(reached, reached.c.household_id == Household.id)
    return query.join(gone, gone.c.case_id == Household.case_id)


def _freed_modes(asked: Asked) -> Select[Any]:
    """The households whose way off the list ended in the period, by the mode that was proposed for them."""
    moves = [move for move, way in {**{way: way for way in WAYS}, **_renamed(asked)}.items() if way in FREED]
    of_run = Exhibit.run_id == Run.id, Exhibit.superseded.is_(False)
    said = ((exists().where(*of_run, Exhibit.facts.contains(f'"mode":"{one}"')), one) for one in MODES)
    query = rows(Run.id, case(*said, else_=UNSAID), "", Run.finished_at).join(Run, Run.case_id == Household.case_id)
    inside = Run.finished_at >= asked.period.begins_at, Run.finished_at < asked.period.ends_at
    ended = Run.status == COMPLETE, Run.purpose == FOR_MOVE, Run.move.in_(moves)
    return query.where(asked.inside(Household.group_code), *ended, *inside)


def modes(_asked: Asked) -> Mapping[str, str]:
    """The modes in which a risk goes."""
    return {**MODES, UNSAID: N_("没有注明方式")}


def _freed_risks(asked: Asked) -> Select[Any]:
    """The risks of the households that left, by the way in which they went."""
    gone = freed(asked)
    query = rows(Risk.id, Risk.settled_way, _risk(), Risk.settled_on).join(Risk, Risk.household_id == Household.id)
    settled = Risk.superseded.is_(False), Risk.settled_on.is_not(None)
    return query.join(gone, gone.c.case_id == Household.case_id).where(*settled)


def _risk() -> Any:
    return case(*((Risk.kind == name, label) for name, label in RISKS.items()), else_=Risk.kind)


def help_kinds(asked: Asked) -> Mapping[str, str]:
    """The kinds of help of the place, by code."""
    return {code: kind.label for code, kind in edition(asked.area, asked.period.last_on).kinds.items()}


def _figures() -> Iterator[Figure]:
    yield Figure("decided", N_("办结的变动"), "户", decided, ways)
    yield Figure("decided-persons", N_("办结变动的人口"), "人", _persons, ways)
    yield Figure("under-way", N_("正在办理"), "户", _under_way, ways)
    yield Figure("taken-over", N_("承接在册对象"), "户", _taken_over)
    yield Figure("freed-helped", N_("消除（退出）户得到的帮扶"), "户", _freed_helped, help_kinds)
    yield Figure("freed-modes", N_("消除（退出）户的方式"), "户", _freed_modes, modes)
    settled = {"help": N_("帮扶消除"), "natural": N_("自然消除")}
    yield Figure("freed-risks", N_("消除（退出）户的风险"), "项", _freed_risks, lambda _asked: settled)


FIGURES = tuple(_figures())
