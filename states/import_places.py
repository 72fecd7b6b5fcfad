"""Which villager group a line of a file means, among those the actor may write to."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.words import N_
from states.import_columns import Unclear
from states.regions import Region


class Places:
    """All groups with the names of their village and township, read in one query."""

    def __init__(self, session: Session, by: Actor) -> None:
        self._by = by
        columns = select(Region.code, Region.name).where(Region.level.in_(("township", "village", "group")))
        open_ones = columns.where(Region.abolished_on.is_(None))
        self._names: dict[str, str] = {row.code: row.name for row in session.execute(open_ones)}
        self._groups: defaultdict[str, list[str]] = defaultdict(list)
        for code, name in self._names.items():
            if len(code) == 14:
                self._groups[name].append(code)
        self._answers: dict[tuple[str, str, str], str | Unclear] = {}

    def find(self, township: str, village: str, group: str) -> str:
        """The code of a group given by name or code; raise Unclear when there is none, several, or one elsewhere."""
        asked = (township, village, group)
        if asked not in self._answers:
            try:
                self._answers[asked] = self._look(*asked)
            except Unclear as unclear:
                self._answers[asked] = unclear
        answer = self._answers[asked]
        if isinstance(answer, Unclear):
            raise answer
        return answer

    def _look(self, township: str, village: str, group: str) -> str:
        if not group:
            raise Unclear("no-group", N_("没有填写村民小组"))
        coded = len(group) == 14 and group.isdigit()
        found = ([group] if group in self._names else []) if coded else self._groups.get(group, [])
        found = [code for code in found if self._fits(code[:12], village) and self._fits(code[:9], township)]
        if not found:
            raise Unclear("unknown-group", N_("系统里没有“%(place)s”这个村民小组"), place=township + village + group)
        here = [code for code in found if self._by.covers(code)]
        if not here:
            raise Unclear("outside-area", N_("“%(place)s”不在您的管辖范围内"), place=township + village + group)
        if len(here) > 1:
            text = N_("有%(n)d个叫“%(group)s”的村民小组，请填写行政村和乡镇，或直接填小组编码")
            raise Unclear("several-groups", text, n=len(here), group=group)
        return here[0]

    def _fits(self, code: str, written: str) -> bool:
        return not written or written in (code, self._names.get(code, ""))
