"""What a household's file says, drawn from its record alone: whoever has the record can print the file again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.runs import BROKEN_OFF, COMPLETE, DONE, DROPPED, FOR_RECORD, FORMER, OPEN, SKIPPED, UNDER_WAY, WAITING
from publicity.dossiers.legible import day, legible, moment, span
from publicity.dossiers.parts import aids, facts, notices, papers, people, voices
from states.dossiers.dossier import Dossier

DOCUMENT, NAMED = "household_file", "record.json"
ENTRIES = 1500
"""So many entries are printed; a longer ledger is whole in the record."""
STEPS = {DONE: "办结", SKIPPED: "免办", OPEN: "正在办", WAITING: "未开始", DROPPED: "不再要"}
RUNS = {COMPLETE: "办完", UNDER_WAY: "正在办理", BROKEN_OFF: "终止"}
PURPOSES = {FOR_RECORD: "（补程序）", FORMER: "（承接以前的）"}


def values_of(dossier: Dossier, pages: Mapping[str, str], *, made_by: str, office: str, on: date) -> dict[str, Any]:
    """The values of the document `household_file`; `pages` says how long each stored file is, by its digest."""
    record = dossier.record
    home, [own, *_others] = record["household"], record["chains"]
    listed = papers(record, pages)
    entries = own["entries"][-ENTRIES:]
    return {
        "number": f"DA-{home['number']}",
        "place": legible(home["place"], 200) or home["area"],
        "head": legible(home["head_name"], 200) or "—",
        "household_number": home["number"],
        "state": home["state_label"],
        "facts": facts(home),
        "members": people(record["members"]),
        "papers": [line for _evidence, line in listed],
        "course": [_stage(one) for one in record["lifecycle"]],
        "runs": [_run(one, record, listed) for one in record["runs"]],
        "notices": notices(record["notices"]),
        "voices": voices(record["objections"]),
        "aids": aids(record["help"]),
        "entries": [_line(one) for one in entries],
        "left_out": len(own["entries"]) - len(entries),
        "record_digest": hashlib.sha256(dossier.text()).hexdigest(),
        "made_by": legible(made_by, 200),
        "office": legible(office, 200),
        "made_on": on.isoformat(),
    }


def _stage(one: Mapping[str, Any]) -> dict[str, str]:
    who, what = legible(one["actor_name"]), legible(one["said"])
    return {"on": day(one["at"]), "state": one["state_label"], "what": what, "who": who}


def _line(entry: Mapping[str, Any]) -> dict[str, Any]:
    told = {"sequence": entry["sequence"], "at": moment(entry["at"]), "seal": entry["seal"][:12]}
    return told | {"who": legible(entry["actor_name"]), "text": legible(entry["said"], 300)}


def _run(run: Mapping[str, Any], record: Mapping[str, Any], listed: list[tuple[int, Any]]) -> dict[str, Any]:
    mine = _papers_by_step(run, record, listed)
    loose = [{"title": "其他材料", "papers": legible("；".join(mine[""]))}] if "" in mine else []
    return {
        "title": legible(run["label"], 150) + PURPOSES.get(run["purpose"], ""),
        "plan": legible(run["plan_title"]),
        "period": span(run["started_at"], run["finished_at"]),
        "status": RUNS.get(run["status"], run["status"]),
        "steps": [_step(one, mine.get(one["name"], [])) for one in run["steps"]] + loose,
    }


def _papers_by_step(
    run: Mapping[str, Any], record: Mapping[str, Any], listed: list[tuple[int, Any]]
) -> dict[str, list[str]]:
    """What was laid before each step of a run: evidence with its day and place in the list, notices with their days."""
    places = {number: at for at, (number, _line) in enumerate(listed, 1) if number}
    mine: dict[str, list[str]] = {}
    for one in record["evidence"]:
        if one["run_id"] == run["run"]:
            told = f"{one['title']}（{day(one['happened_on'])}，{places[one['evidence']]}）"
            mine.setdefault(one["step"] or _step_for(one["kind"], run["steps"]), []).append(told)
    for one in record["notices"]:
        if one["run_id"] == run["run"] and one["posted_on"]:
            mine.setdefault(one["step"], []).append(f"{one['number']}号（{span(one['first_on'], one['last_on'])}）")
    return mine


def _step_for(kind: str, steps: list[Any]) -> str:
    """The first step that asks for a kind of evidence; none for what no step asks for."""
    return next((str(step["name"]) for step in steps if kind in step["asks_for"]), "")


def _step(one: Mapping[str, Any], papers_: list[str]) -> dict[str, str]:
    again = f"（第{one['round']}次）" if one["round"] > 1 else ""
    return {
        "title": legible(one["title"], 200),
        "status": STEPS.get(one["status"], one["status"]) + again,
        "role": one["role_label"],
        "who": legible(one["done_by_name"]),
        "on": day(one["done_at"]),
        "papers": legible("；".join([*papers_, *([f"意见：{one['remark']}"] if one["remark"] else [])])),
    }
