"""A change as programs and the shell are told of it: codes and values, the names stable."""

from __future__ import annotations

from typing import Any

from states import identity
from states.changes.change import EDIT, JOIN
from states.changes.shown import Line


def told(line: Line, *, full: bool = False) -> dict[str, Any]:
    """The change; identity numbers masked unless the `full` file of the household was opened."""
    change = line.change
    hidden = not full and change.nature == EDIT and change.about.type == "identity"
    before, after = (identity.masked(one) if hidden else one for one in (line.before, line.after))
    return {
        "change_id": change.id,
        "state": line.state,
        "nature": change.nature,
        "case_id": line.case_id,
        "number": line.number,
        "head": line.head_name,
        "area": change.area,
        "member_id": change.member_id,
        "who": line.who,
        "field": change.field if change.nature == EDIT else "",
        "what": line.what,
        "before": before,
        "after": after,
        "reason": change.reason,
        "happened_on": change.happened_on,
        "other_number": line.other_number or "" if change.nature != JOIN else "",
        "part": change.part,
        "source": change.source,
        "keying": change.keying,
        "proposed_by": change.proposed_by_name,
        "proposed_at": change.proposed_at,
        "decided_by": change.decided_by_name,
        "decided_at": change.decided_at,
        "decided_reason": change.decided_reason,
    }
