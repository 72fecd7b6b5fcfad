"""The staff of the made-up township: who sits at which desk. All of them are invented."""

from __future__ import annotations

from engine.actors import Actor
from states.evidence.reviews import DEPARTMENTS
from states.samples import TOWNSHIP, VILLAGES

COUNTY = TOWNSHIP[:6]
_CLERKS = ("和秀兰", "杨丽华", "余晓梅")
_COLLECTORS = ("和玉龙", "李雪梅")
_ANSWERING = (
    "赵永明 段国强 熊桂芳 孙丽娟 何立新 王学军 周海燕 单春林 仇彩云 余文清 木金福 陈素芬 张会琼 李正荣 和绍华 白玉林"
).split()

CLERKS = tuple(Actor(f"village-{n}", _CLERKS[n - 1], "village", code) for n, code in enumerate(VILLAGES, 1))
COLLECTORS = tuple(
    Actor(f"grid-{n}", name, "grid", code) for n, (name, code) in enumerate(zip(_COLLECTORS, VILLAGES, strict=False), 1)
)
OPERATORS = (
    Actor("township-1", "李建华", "township", TOWNSHIP),
    Actor("township-2", "段雪莲", "township", TOWNSHIP),
)
LEADER = Actor("leader", "张文斌", "township_leader", TOWNSHIP)
REVIEWERS = (Actor("county-1", "王志强", "county", COUNTY), Actor("county-2", "何静", "county", COUNTY))
"""Two, because who reviews jointly does not decide."""

ANSWERING = tuple(
    Actor(f"dept-{code}", name, "department", COUNTY, code) for code, name in zip(DEPARTMENTS, _ANSWERING, strict=True)
)
AUDITOR = Actor("auditor", "孙国平", "auditor", COUNTY)
ADMIN = Actor("admin", "练习管理员", "admin", "")

STAFF = (*CLERKS, *COLLECTORS, *OPERATORS, LEADER, *REVIEWERS, *ANSWERING, AUDITOR, ADMIN)
BY_ID = {actor.id: actor for actor in STAFF}


def hand(role: str, area: str, *, second: bool = False, department: str = "") -> Actor:
    """Who sits at the desk of `role` for `area`; the `second` of them where another person must act.

    Raises KeyError when nobody does: the made-up township has the three villages of the sample only.
    """
    found = [a for a in STAFF if a.role == role and a.covers(area) and department in ("", a.department)]
    if not found:
        raise KeyError(f"{role} {area} {department}".strip())
    return found[-1] if second else found[0]


def clerk_of(area: str) -> Actor:
    """The clerk of the village that holds `area`."""
    return hand("village", area)


def answering(department: str) -> Actor:
    """The officer who answers for a department."""
    return hand("department", COUNTY, department=department)
