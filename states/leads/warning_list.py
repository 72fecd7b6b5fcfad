"""A department's warnings out of its own list: a line for each household, all of the department's own column (XZ01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from engine.errors import BadInput
from engine.words import N_
from states import regions
from states.import_lines import Line
from states.intake import lines
from states.intake.form import form
from states.intake.intakes import Intake
from states.intake.kind import Ask, Asking, Checked, Kind
from states.leads.channels import CHANNELS, PUSHED
from states.leads.pushing import Warned, push_many
from states.leads.receiving import Tip, checked
from states.roles import Permission
from states.workbooks import Sheet

NO_VILLAGE = N_("您的辖区里没有这个村，请写全称；几个村同名的，写明乡镇")
TITLES: Mapping[str, str] = {code: CHANNELS[code].title for code in PUSHED}


def check(session: Session, sheet: Sheet, asking: Asking) -> Checked[Warned]:
    """Look a list of warnings through: the village is known, the day is not to come, and something is said."""
    found = lines.read(sheet, form("warnings"), asking.today)
    villages = _villages(session, asking)
    told: dict[int, Warned] = {}
    for line in found.good:
        area = villages.get("".join(line.values["village"].split()), "")
        if not area:
            found.against(line, "village", "unknown-village", NO_VILLAGE)
            continue
        told[line.row.number] = one = _warned(line, area, asking)
        try:
            checked(replace(one.tip, department=asking.by.department), None, asking.at)
        except BadInput as error:
            for problem in error.problems:
                where = problem.where if problem.where in line.values else "text"
                found.against(line, where, "bad-value", problem.reason)
    found.twice({row: (one.tip.area, one.tip.name, one.id_no, one.tip.text) for row, one in told.items()})
    return found.checked(told)


def store(session: Session, items: Sequence[Warned], _intake: Intake, asking: Asking) -> int:
    """Push the warnings of a lot."""
    return len(push_many(session, list(items), by=asking.by, at=asking.at))


def _warned(line: Line, area: str, asking: Asking) -> Warned:
    values = line.values
    source = asking.stated.get("source") or "department"
    day = date.fromisoformat(values["received_on"])
    return Warned(Tip(source, day, values["text"], area, values["name"]), values.get("id_no", ""))


def _villages(session: Session, asking: Asking) -> dict[str, str]:
    """The villages of the area by their names, alone where one has it alone, and with the township's before it."""
    here = [one for one in regions.below(session, asking.by.area, "village") if one.abolished_on is None]
    above = regions.names(session, {one.code[:9] for one in here})
    names: dict[str, list[str]] = {}
    for one in here:
        names.setdefault(one.name, []).append(one.code)
        names.setdefault(above.get(one.code[:9], "") + one.name, []).append(one.code)
    return {name: codes[0] for name, codes in names.items() if len(set(codes)) == 1}


WARNINGS: Kind[Warned] = Kind(
    "warnings", N_("部门预警线索"), N_("每户一行，写明行政村、户主姓名、发现日期和预警情况；有证件号码的一并写上"),
    Permission.PUSH_WARNING, lambda: form("warnings").words, lambda: lines.blank(form("warnings")), check, store,
    (Ask("source", N_("线索来源"), TITLES, hint=N_("不选的，按部门推送；低保申请由民政部门推送")),),
)  # fmt: skip
