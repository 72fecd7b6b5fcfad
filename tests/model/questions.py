"""What is asked of each kind of evidence and by each guard, in the model's own words: codes of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.model import plans
from tests.model.file import File, Params, Question

SUPPLIERS = {
    "visit": "village grid township", "application": "village grid township", "authorisation": "village grid township",
    "consent": "village grid township", "told": "village township", "minutes": "village township",
    "proposal": "village", "meeting": "township township_leader", "spot_check": "township township_leader",
    "department_answer": "department", "explanation": "village township county",
    "decision": "county township_leader city",
    "entry": "township county", "help_review": "village township", "look_back": "village township",
    "new_risk": "village grid township", "proof": "village township",
}  # fmt: skip
SUPPLIERS |= plans.SUPPLIERS
"""Who hands in what."""

FITTING = {"unstable": {"lifted_out"}, "marginal": {"general"}, "sudden": {"lifted_out", "general"}}
AFTER_DECISION = {"decision", "entry", "told", "filing", "report", "system_opened"}


def _signatures(params: Params, signed: Sequence[str]) -> Iterator[str]:
    if set(params.get("signed_by", ())) - set(signed):
        yield "signature-missing"


def _visit(params: Params, file: File) -> Iterator[str]:
    said = file.of("visit")[-1].body
    if len({visitor["name"] for visitor in said["visitors"]}) < params.get("visitors", 1):
        yield "too-few-visitors"
    if params.get("traced") and not said.get("place"):
        yield "visit-untraced"
    yield from _signatures(params, said.get("signed_by", ()))


def _signed(kind: str, default: Sequence[str] = ()) -> Question:
    def question(params: Params, file: File) -> Iterator[str]:
        yield from _signatures(params, file.of(kind)[-1].body.get("signed_by", default))

    return question


def _authorisation(params: Params, file: File) -> Iterator[str]:
    signed = set(file.of("authorisation")[-1].body.get("signed_by", ()))
    yield from _signatures(params, [*signed, *(["head"] if "every-member" in signed else [])])


def _consent(params: Params, file: File) -> Iterator[str]:
    said = file.of("consent")[-1].body
    if not said["informed"]:
        yield "not-informed"
    if not said["agreed"]:
        yield "consent-refused"
    yield from _signatures(params, said.get("signed_by", ()))


def _told(_: Params, file: File) -> Iterator[str]:
    if not file.of("told")[-1].body["recheck_explained"]:
        yield "recheck-not-explained"


def _minutes(params: Params, file: File) -> Iterator[str]:
    said = file.of("minutes")[-1].body
    present = len(said["roster"])
    if params.get("held_as") and said.get("held_as") != params["held_as"]:
        yield "held-otherwise"
    if said.get("held_as") == "enlarged_committee" and not said.get("instead_because"):
        yield "substitute-unexplained"
    if Fraction(present, said["eligible"]) < Fraction(params.get("quorum", "1/2")):
        yield "no-quorum"
    if set(params.get("capacities", ())) - {one["capacity"] for one in said["roster"]}:
        yield "capacity-missing"
    if not all(one.get("signed", True) for one in said["roster"]):
        yield "roster-unsigned"
    agree = next((vote["agree"] for vote in said["votes"] if vote["case_id"] == file.case_id), None)
    if agree is None:
        yield "not-voted"
    elif Fraction(agree, present) <= Fraction(params.get("majority", "1/2")):
        yield "vote-lost"


def _proposal(params: Params, file: File) -> Iterator[str]:
    items = file.of("proposal")[-1].body["items"]
    said: Mapping[str, Any] = next((item for item in items if item["case_id"] == file.case_id), {})
    if params.get("category"):
        if not said.get("category"):
            yield "category-missing"
        elif file.kind not in FITTING[said["category"]]:
            yield "category-unfit"
    if params.get("mode") and not said.get("mode"):
        yield "mode-missing"
    if params.get("measures") and not said.get("measures"):
        yield "measures-missing"


def _meeting(params: Params, file: File) -> Iterator[str]:
    said = file.of("meeting")[-1].body
    if file.case_id not in said["agreed"]:
        yield "meeting-refused"
    if params.get("measures") and not said.get("measures"):
        yield "measures-missing"


def _spot_check(_: Params, file: File) -> Iterator[str]:
    check = file.of("spot_check")[-1]
    if any(visit.by == check.by for visit in file.of("visit")):
        yield "same-person"
    if not check.body["holds"]:
        yield "check-failed"


def _answers(params: Params, file: File) -> Iterator[str]:
    answers = {paper.body["department"]: paper.body["hit"] for paper in file.of("department_answer")}
    explained = {paper.body["department"] for paper in file.of("explanation")}
    if set(params["each_of"]) - answers.keys():
        yield "department-silent"
    if {department for department, hit in answers.items() if hit} - explained:
        yield "hit-unexplained"


def changed_since_decision(file: File) -> bool:
    """Whether something came into the file on which nobody decided."""
    decided = [n for n, paper in enumerate(file.papers) if paper.kind == "decision"]
    return any(paper.kind not in AFTER_DECISION for paper in file.papers[decided[-1] :]) if decided else False


def _decision(_: Params, file: File) -> Iterator[str]:
    if not file.of("decision")[-1].body["approve"]:
        yield "not-approved"
    if changed_since_decision(file):
        yield "changed-since-decision"


def _entry(_: Params, file: File) -> Iterator[str]:
    if changed_since_decision(file):
        yield "changed-since-decision"


def _help_review(_: Params, file: File) -> Iterator[str]:
    said = file.of("help_review")[-1].body
    if not said["risk_gone"]:
        yield "risk-remains"
    if not said["stands_without_help"]:
        yield "leans-on-help"


def _look_back(params: Params, file: File) -> Iterator[str]:
    if file.of("look_back")[-1].body["conclusion"] != params["conclusion"]:
        yield "other-conclusion"


def _nothing(_: Params, __: File) -> Iterator[str]:
    yield from ()


EVIDENCE: dict[str, Question] = {
    "visit": _visit,
    "application": _signed("application", ("head",)),
    "authorisation": _authorisation,
    "consent": _consent,
    "told": _told,
    "minutes": _minutes,
    "proposal": _proposal,
    "meeting": _meeting,
    "spot_check": _spot_check,
    "department_answer": _answers,
    "explanation": _nothing,
    "decision": _decision,
    "entry": _entry,
    "help_review": _help_review,
    "look_back": _look_back,
    "new_risk": _nothing,
    "proof": _nothing,
}
EVIDENCE |= {kind: question or _nothing for kind, question in plans.EVIDENCE.items()}


def _objections(_: Params, file: File) -> Iterator[str]:
    if file.waiting:
        yield "objection-open"
    if file.upheld:
        yield "objection-upheld"


def _labour(params: Params, file: File) -> Iterator[str]:
    held = file.able == 0 if params.get("hold", "whole") == "whole" else file.able < file.members
    if held and file.untold:
        yield "labour-untold"
    elif held and file.members:
        yield "no-labour"


def _somebody(_: Params, file: File) -> Iterator[str]:
    if not file.members:
        yield "no-members"


def _nobody(_: Params, file: File) -> Iterator[str]:
    if file.members:
        yield "members-left"


GUARDS: dict[str, Question] = {
    "no_open_objection": _objections,
    "labour_hold": _labour,
    "somebody_there": _somebody,
    "nobody_left": _nobody,
}
GUARDS |= plans.GUARDS

SKIPS: dict[str, Callable[[File], bool]] = {
    "lifted_out": lambda file: file.kind == "lifted_out",
    "no_labour": lambda file: file.able == 0,
    "no_recheck_asked": lambda file: not file.of("recheck_request"),
}


def asked(need: Params, file: File) -> tuple[set[str], bool]:
    """The codes of what is wrong with one need, and whether the model knows all that could be."""
    if "any_of" in need:
        return _one_of(need["any_of"], file)
    if "guard" in need:
        question = GUARDS.get(need["guard"])
        return (set(question(need, file)), True) if question else (set(), False)
    kind = need["evidence"]
    if not file.of(kind):
        return {f"no-{kind.replace('_', '-')}"}, True
    question = EVIDENCE.get(kind)
    return (set(question(need, file)), True) if question else (set(), False)


def _one_of(ways: Sequence[Params], file: File) -> tuple[set[str], bool]:
    """One way is enough; where some are begun, what is missing of the nearest, else that there is none."""
    found = [asked(way, file) for way in ways]
    if any(sure and not codes for codes, sure in found):
        return set(), True
    begun = [codes for way, (codes, _) in zip(ways, found, strict=True) if _begun(way, file)]
    return (min(begun, key=len), all(sure for _, sure in found)) if begun else ({"none-of"}, True)


def _begun(way: Params, file: File) -> bool:
    papers = file.of(str(way.get("evidence", "")))
    wanted = way.get("held_as")
    return bool(papers) and (not wanted or papers[-1].body.get("held_as", wanted) == wanted)
