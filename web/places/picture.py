"""The picture of a village: every located household as a mark, coloured by its group, and the same as a table."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _

from states.places.village_map import village_map
from states.roles import Permission
from web import who
from web.access import Area, access
from web.areas import bp
from web.database import reading
from web.places import drawing


@bp.get("/<code>/picture")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def picture(code: str) -> str:
    """Draw a village without any outside map."""
    with reading() as db:
        found = village_map(db, code, who.actor())
    marks = {group: drawing.Mark(n) for n, group in enumerate(sorted(found.groups))}
    label = _("%(village)s农户分布图", village=found.village.name)
    drawn = drawing.draw(found, marks, label, _("北")) if found.dots or found.office else None
    keys = [(drawing.key(marks[group]), found.groups.get(group, group)) for group in sorted(marks)]
    return render_template("places/picture.html", found=found, drawn=drawn, keys=keys, label=label)
