"""What a wording changes, household by household, as lines of a list: for the page, the file and the shell alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import SYSTEM, Actor
from engine.hot import as_list, dialect_of, listed
from engine.migrating import KEPT, OPENED, REOPENED, Judged
from states.households import Household
from states.listings.listing import Line, Places
from states.roles import Permission, allows
from states.wordings import trial
from states.wordings.trial import EFFECTS

HOUSE = ("村", "村民小组", "户编号", "户主")
EFFECT_HEADINGS = (*HOUSE, "变化", "步骤", "原因")
MIGRATION_HEADINGS = (*HOUSE, "结论", "保留的步骤", "重办的步骤", "新开的步骤", "取消的步骤", "原因")
GOES, STAYS = "可以迁移", "不迁移"


class Houses:
    """The households of cases with the names of their places, read a lot at a time; names only for who may see them."""

    def __init__(self, session: Session, by: Actor) -> None:
        self._session, self._places = session, Places(session)
        self._named = by == SYSTEM or allows(by.role, Permission.READ_HOUSEHOLD)
        self._known: dict[int, tuple[str, str]] = {}

    def learn(self, case_ids: Sequence[int], areas: Iterable[str]) -> None:
        """Read the households of these cases; those read before are forgotten."""
        self._places.learn(areas)
        query = select(Household.case_id, Household.number, Household.head_name)
        mine = Household.case_id.in_(listed(dialect_of(self._session), "ids"))
        rows = self._session.execute(query.where(mine), {"ids": as_list(self._session, case_ids)})
        self._known = {row[0]: (row[1], row[2] if self._named else "") for row in rows}

    def of(self, case_id: int, area: str) -> tuple[str, ...]:
        """The village, the group, the number and the head of a household that was learnt."""
        return self._places.village(area), self._places.of(area), *self._known.get(case_id, ("", ""))


def effects(session: Session, by: Actor, lots: Iterable[Sequence[trial.Line]]) -> Iterator[Line]:
    """The lines of a dry run."""
    houses = Houses(session, by)
    for lot in lots:
        houses.learn(sorted({one.case_id for one in lot}), {one.area for one in lot})
        for one in lot:
            yield *houses.of(one.case_id, one.area), EFFECTS[one.effect], one.step, one.why.message


def judgments(session: Session, by: Actor, lots: Iterable[Sequence[Judged]]) -> Iterator[Line]:
    """The lines of a migration's preview."""
    houses = Houses(session, by)
    for lot in lots:
        houses.learn([one.facts.case_id for one in lot], {one.facts.area for one in lot})
        for one in lot:
            told = GOES if one.after else STAYS
            yield *houses.of(one.facts.case_id, one.facts.area), told, *_steps(one), _why(one)


def _steps(one: Judged) -> Iterator[str]:
    for fate in (KEPT, REOPENED, OPENED):
        yield "、".join(placed.spec.title for placed in one.steps if placed.fate == fate)
    yield "、".join(one.dropped_titles)


def _why(one: Judged) -> str:
    again = (f"{placed.spec.title}：{blocker.message}" for placed in one.steps for blocker in placed.reasons)
    return "；".join((*(blocker.message for blocker in one.refusals), *again))
