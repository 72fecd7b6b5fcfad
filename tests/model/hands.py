"""The next right thing: what good staff would do for a household today, so that a life gets on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.actors import Actor
from tests.model import papers, texts
from tests.model.days import ONE
from tests.model.plain import Life, Who, day_of, terms_of
from tests.model.plans import LEVELS
from tests.model.questions import SUPPLIERS
from tests.model.twins import Twins

LOOKED = ("visit", "spot_check")
FAR = timedelta(days=2000)


class Hands(Twins):
    """The twins with hands that know what to do."""

    def go_on(self, life: Life, step: str) -> bool:
        """Hand in what an open step lacks and finish it, wait for its day, or hang its list; whether it is done."""
        spec = life.specs[step]
        if "notice" in spec and not self._noticed(life, step):
            return False
        for need in spec.get("needs", ()):
            self._meet(life, spec, need["any_of"][0] if "any_of" in need else need)
        by = self._hand(life, spec)
        codes = self.ask(life, step, by).codes
        waiting = self._until(life, step, codes)
        if waiting:
            self.office.pass_to(waiting)
        return self.finish(life, step, by)

    def _until(self, life: Life, step: str, codes: set[str]) -> date | None:
        """The day for which a step waits, as far as waiting alone helps."""
        spec, days = life.specs[step], [self.today]
        if "window-not-open" in codes:
            days.append(day_of(spec["window"]["from"]) or self.today)
        day = self.today
        slow = {"too-early", "identified-too-lately", "income-not-lasting"} & codes
        while slow and day - self.today < FAR:
            day += ONE
            slow = self.model.may_act(life, step, _nobody(life), day).codes & slow
        return max([*days, day])

    def _meet(self, life: Life, spec: Mapping[str, Any], need: Mapping[str, Any]) -> None:
        if need.get("guard") == "stable_income":
            self.checks_help(life)
        elif need.get("evidence") == "department_answer":
            self.departments(life, need["each_of"], hit=False)
        elif need.get("evidence") == "criterion_review":
            self.criteria(life, need["each_of"])
        elif "evidence" in need:
            self._paper(life, spec, need)

    def checks_help(self, life: Life, *, stable: bool = True, controlled: bool = True) -> None:
        """The quarter's help is checked."""
        life.checked = stable, controlled
        self.office.check_help(life.case_id, stable, controlled, self.clerks.at("township", life.area))

    def departments(self, life: Life, codes: list[str], *, hit: bool) -> None:
        """Every department that is still silent answers."""
        there = {paper.body["department"] for paper in life.papers if paper.kind == "department_answer"}
        for code in codes:
            if code not in there or hit:
                by = self.clerks.at("department", life.area, department=code)
                self.hand_in("department_answer", papers.answered(code, hit=hit), [life], by)

    def criteria(self, life: Life, codes: list[str], *, met: bool = True) -> None:
        """Every owner of a criterion reviews it."""
        for code in codes:
            criterion = life.pack["criteria"][code]
            for department in criterion.get("departments") or ("",):
                role = "department" if department else criterion["by"]
                by = self.clerks.at(role, life.area, department=department)
                body = papers.reviewed(code, department, criterion.get("asks", ())) | {"met": met}
                self.hand_in("criterion_review", body, [life], by)

    def _paper(self, life: Life, spec: Mapping[str, Any], need: Mapping[str, Any]) -> None:
        kind = need["evidence"]
        if kind == "entry":
            self.office.pass_to(texts.opens(life.pack, "national-entry", self.today))
        params = {key: value for key, value in need.items() if key not in ("evidence", "basis", "title")}
        roles = LEVELS[params["level"]] if kind == "response" else SUPPLIERS[kind].split()
        role = spec["by"] if spec["by"] in roles else next(one for one in SUPPLIERS[kind].split() if one in roles)
        apart = [paper.by for paper in life.papers if paper.kind in LOOKED] if kind in ("spot_check", "recheck") else []
        by = self.clerks.at(role, life.area, not_these=apart)
        self.hand_in(kind, self.good(kind, params, [life], by), [life], by)

    def _hand(self, life: Life, spec: Mapping[str, Any]) -> Actor:
        others = [life.steps[name].by for name in spec.get("apart_from", ())]
        return self.clerks.at(spec["by"], life.area, not_these=others)

    def _noticed(self, life: Life, step: str) -> bool:
        """Hang the list, or wait for its end; true when the step can be finished."""
        terms = terms_of(life, step)
        assert terms is not None
        by = self.clerks.at(terms["level"], life.area)
        place = life.runs, life.steps[step].round
        mine = [n for n, one in self.model.lists.items() if one.step == step and one.cases.get(life.case_id) == place]
        if not mine:
            self.hang([life], step, by)
            return False
        one = self.model.lists[mine[-1]]
        if one.status == "interrupted":
            self.hang_again(mine[-1], by)
            return False
        if self.today <= one.last_on:
            self.office.pass_to(one.last_on + ONE)
        return True


def _nobody(life: Life) -> Who:
    return Who("", "", life.area)
