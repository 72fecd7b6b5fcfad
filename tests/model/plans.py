"""What the plans of single places ask beyond the general procedure: weighings, criteria, levels, months, systems."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.model.file import File, Paper, Params, Question

INWARD = {"identify", "re_flag", "return_to_poverty", "roll_back"}
GUARANTEES = ("housing_safe", "insured", "in_school", "water_safe")
SUPPLIERS = {
    "weighing": "village township county", "assessment": "village township county",
    "criterion_review": "department village township", "situation_analysis": "village township",
    "consultation": "village", "report": "township village county", "filing": "township county city",
    "response": "village township township_leader county", "return_cause": "village township",
    "second_visit": "township village grid county", "recheck_request": "village township county",
    "recheck": "county township city", "system_opened": "county city", "emergency": "village grid township",
    "relief": "village township county",
}  # fmt: skip
LEVELS = {"village": {"village"}, "township": {"township", "township_leader"}, "county": {"county"}}
ALONE = {"weighing", "assessment"}
"""What is written for each household by itself."""


def own(kind: str, body: Mapping[str, Any], plan: Mapping[str, Any], role: str, department: str) -> set[str]:
    """Reasons against this person's saying this under the plan of a household."""
    if kind == "department_answer":
        return set() if body["department"] == department else {"other-department"}
    if kind == "response":
        return set() if role in LEVELS[body["level"]] else {"role-required"}
    if kind != "criterion_review":
        return set()
    criterion = plan.get("criteria", {}).get(body["criterion"])
    if criterion is None:
        return {"no-criterion"}
    owners = criterion.get("departments", ())
    mine = body.get("department", "") in owners if owners else role == criterion.get("by")
    return set() if mine and body.get("department", "") == department else {"other-department"}


def _latest(file: File, field: str, kinds: tuple[str, ...]) -> Any:
    told = [p.body[field] for p in file.papers if p.kind in kinds and p.body.get(field) is not None]
    return told[-1] if told else None


def _weighing(params: Params, file: File) -> Iterator[str]:
    said = file.of("weighing")[-1].body
    if params.get("conclusion") and said["conclusion"] != params["conclusion"]:
        yield "weighed-otherwise"
    if params.get("explained") and not said.get("explanation"):
        yield "weighing-unexplained"


def _assessment(_: Params, file: File) -> Iterator[str]:
    said = file.of("assessment")[-1].body
    if not said["expenses_controlled"]:
        yield "expenses-uncontrolled"
    if not said["measures_effective"]:
        yield "measures-ineffective"
    if said["conclusion"] == "keep":
        yield "assessed-to-keep"


def _criteria(params: Params, file: File) -> Iterator[str]:
    last = {(p.body["criterion"], p.body.get("department", "")): p.body for p in file.of("criterion_review")}
    for code in params["each_of"]:
        criterion = file.plan["criteria"][code]
        for department in criterion.get("departments") or ("",):
            answer = last.get((code, department))
            if answer is None:
                yield "criterion-unreviewed"
                continue
            if not answer["met"]:
                yield "criterion-failed"
            if not all(answer.get(ask) for ask in criterion.get("asks", ())):
                yield "criterion-fact-missing"


def _yes(kind: str, field: str, code: str) -> Question:
    def question(_: Params, file: File) -> Iterator[str]:
        if not file.of(kind)[-1].body[field]:
            yield code

    return question


def _consultation(_: Params, file: File) -> Iterator[str]:
    if file.case_id not in file.of("consultation")[-1].body["agreed"]:
        yield "consultation-refused"


def _response(params: Params, file: File) -> Iterator[str]:
    mine = [p.body["response"] for p in file.of("response") if p.body["level"] == params["level"]]
    if not mine:
        yield "level-silent"
    elif mine[-1] == "remains":
        yield "risk-remains"


def _cause(_: Params, file: File) -> Iterator[str]:
    if not file.of("return_cause")[-1].body.get("documents"):
        yield "cause-unproved"


def _names(paper: Paper) -> set[str]:
    return {visitor["name"] for visitor in paper.body["visitors"]}


def _second_visit(params: Params, file: File) -> Iterator[str]:
    last = file.of("second_visit")[-1]
    if len(_names(last)) < params.get("visitors", 1):
        yield "too-few-visitors"
    if params.get("apart", True) and _names(last) & {name for visit in file.of("visit") for name in _names(visit)}:
        yield "same-visitors"
    if not last.body["agrees"]:
        yield "second-visit-differs"
    if set(params.get("signed_by", ())) - set(last.body["signed_by"]):
        yield "signature-missing"


def _recheck(_: Params, file: File) -> Iterator[str]:
    last = file.of("recheck")[-1]
    if any(paper.by == last.by for paper in (*file.of("visit"), *file.of("spot_check"))):
        yield "same-person"
    if last.body["upheld"]:
        yield "recheck-upheld"


EVIDENCE: dict[str, Question | None] = {
    "weighing": _weighing,
    "assessment": _assessment,
    "criterion_review": _criteria,
    "situation_analysis": _yes("situation_analysis", "listed", "not-listed"),
    "consultation": _consultation,
    "response": _response,
    "return_cause": _cause,
    "second_visit": _second_visit,
    "recheck": _recheck,
    "filing": _yes("filing", "accepted", "filing-returned"),
    "report": None,
    "recheck_request": None,
    "system_opened": None,
    "emergency": None,
    "relief": None,
}
"""The question about each kind; None where being there is enough."""


def _income(_: Params, file: File) -> Iterator[str]:
    known = _latest(file, "income_per_head", ("visit", "assessment", "weighing"))
    if known is None:
        yield "income-unknown"
        return
    income, line = Decimal(known), file.plan["income"]["line"]
    if income <= line if file.way in INWARD else income > line:
        return
    weighings = file.of("weighing")
    if not weighings or not weighings[-1].body.get("explanation"):
        yield "income-unexplained"
    elif Decimal(weighings[-1].body["income_per_head"]) != income:
        yield "weighing-outdated"


def _guaranteed(_: Params, file: File) -> Iterator[str]:
    for name in GUARANTEES:
        known = _latest(file, name, ("visit", "assessment"))
        if not known:
            yield "guarantee-unknown" if known is None else "guarantee-missing"


def _no_new_risk(_: Params, file: File) -> Iterator[str]:
    assessments = file.of("assessment")
    if not assessments:
        yield "risk-unassessed"
    elif not assessments[-1].body["no_new_risk"] or file.of("new_risk"):
        yield "risk-new"


def _stable_income(_: Params, file: File) -> Iterator[str]:
    if file.checked is None:
        yield "not-checked"
        return
    stable, controlled = file.checked
    if not stable:
        yield "income-unstable"
    if not controlled:
        yield "expenses-uncontrolled"


def _system_open(_: Params, file: File) -> Iterator[str]:
    spans = [(_day(p.body["opened_on"]), _day(p.body.get("until"))) for p in file.of("system_opened")]
    if not any(first and first <= file.today and (last is None or file.today <= last) for first, last in spans):
        yield "system-closed"


def _once(_: Params, file: File) -> Iterator[str]:
    if file.identified_on is None:
        yield "never-registered"


def _identified_for(params: Params, file: File) -> Iterator[str]:
    if file.identified_on is None:
        yield "never-identified"
    elif file.today < _months_on(file.identified_on, params.get("months", 6)):
        yield "identified-too-lately"


def _lasting(params: Params, file: File) -> Iterator[str]:
    since = _day(file.of("assessment")[-1].body.get("stable_since")) if file.of("assessment") else None
    if since is None or file.today < _months_on(since, params.get("months", 6)):
        yield "income-not-lasting"


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day(written: date | str | None) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else written


GUARDS: dict[str, Question] = {
    "income_weighed": _income,
    "guaranteed": _guaranteed,
    "no_new_risk": _no_new_risk,
    "stable_income": _stable_income,
    "system_open": _system_open,
    "once_registered": _once,
    "identified_for": _identified_for,
    "income_lasting": _lasting,
}
