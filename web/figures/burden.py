"""What is asked of villages by month, what one visit for everything saved, and which forms ask the same."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask_babel import gettext as _

from publicity.charts.chart import Chart, Series
from publicity.figures.asked_twice import asked_twice
from states import regions
from states.figures.burden import Month, by_month
from states.figures.scope import names_of
from states.roles import Permission
from web import who
from web.access import Area, access
from web.database import reading
from web.figures.asked import asked, path_of
from web.figures.blueprint import bp


@bp.get("/burden")
@access(Permission.READ_HOUSEHOLD, Area.LIST)
def burden() -> str:
    """Show half a year of a place."""
    here, own = asked(), who.actor().area
    with reading() as db:
        months, names = by_month(db, here), names_of(db, here)
        names |= regions.names(db, path_of(here, own))
    return render_template(
        "figures/burden.html", scope=here, names=names, path=path_of(here, own), months=months, twice=asked_twice(),
        chart_of_months=_chart(months),
    )  # fmt: skip


def _chart(months: Sequence[Month]) -> Chart:
    visits, saved = sum(one.visits for one in months), sum(one.saved for one in months)
    return Chart(
        kind="line",
        says=_("半年入户%(visits)s户次；几样材料一次带回，少跑了%(saved)s趟", visits=visits, saved=saved),
        along=_("月份"),
        labels=[f"{one.first_on:%Y-%m}" for one in months],
        series=[
            Series(name=_("入户"), values=[one.visits for one in months]),
            Series(name=_("登记材料"), values=[one.records for one in months]),
            Series(name=_("打印文书"), values=[one.forms for one in months]),
        ],
    )
