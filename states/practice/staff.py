"""The staff of the made-up townships: who sits at which desk. All of them are invented.

The first township's people have accounts in a training instance; the others play journeys and scenarios.
"""

from __future__ import annotations

from functools import cache

from engine.actors import Actor
from states.evidence.reviews import DEPARTMENTS
from states.sample_places import Township, holding, townships
from states.samples import TOWNSHIP

COUNTY = TOWNSHIP[:6]
_CLERKS = ("和秀兰", "杨丽华", "余晓梅")
_COLLECTORS = ("和玉龙", "李雪梅")
_ANSWERING = (
    "赵永明 段国强 熊桂芳 孙丽娟 何立新 王学军 周海燕 单春林 仇彩云 余文清 木金福 陈素芬 张会琼 李正荣 和绍华 白玉林"
).split()
ADMIN = Actor("admin", "练习管理员", "admin", "")


def team(place: Township, prefix: str = "") -> tuple[Actor, ...]:
    """Everybody who works for a township, from its villages to its prefecture; departments sit in the county.

    `prefix` keeps apart the names under which the people of several townships sign in.
    """
    villages, county = list(place.villages), place.county
    answering = zip(DEPARTMENTS, _ANSWERING, strict=True)
    return (
        *(Actor(f"{prefix}village-{n}", _CLERKS[n - 1], "village", code) for n, code in enumerate(villages, 1)),
        *(
            Actor(f"{prefix}grid-{n}", name, "grid", code)
            for n, (name, code) in enumerate(zip(_COLLECTORS, villages, strict=False), 1)
        ),
        Actor(f"{prefix}township-1", "李建华", "township", place.code),
        Actor(f"{prefix}township-2", "段雪莲", "township", place.code),
        Actor(f"{prefix}leader", "张文斌", "township_leader", place.code),
        Actor(f"{prefix}county-1", "王志强", "county", county),
        Actor(f"{prefix}county-2", "何静", "county", county),
        *(Actor(f"{prefix}dept-{code}", name, "department", county, code) for code, name in answering),
        Actor(f"{prefix}auditor", "孙国平", "auditor", county),
    )


STAFF = (*team(townships()[0]), ADMIN)
BY_ID = {actor.id: actor for actor in STAFF}
CLERKS = tuple(actor for actor in STAFF if actor.role == "village")
COLLECTORS = tuple(actor for actor in STAFF if actor.role == "grid")
OPERATORS = tuple(actor for actor in STAFF if actor.role == "township")
LEADER, AUDITOR = BY_ID["leader"], BY_ID["auditor"]
REVIEWERS = tuple(actor for actor in STAFF if actor.role == "county")
"""Two, because who reviews jointly does not decide."""


@cache
def _everybody() -> tuple[Actor, ...]:
    """The staff of all townships, and for each prefecture somebody who reviews there."""
    others = (actor for place in townships()[1:] for actor in team(place, f"{place.code}-"))
    cities = (Actor(f"{code}-city", "周继宏", "city", code) for code in sorted({p.code[:4] for p in townships()}))
    return (*STAFF, *others, *cities)


def hand(role: str, area: str, *, second: bool = False) -> Actor:
    """Who sits at the desk of `role` for `area`; the `second` of them where another person must act.

    Raises KeyError when nobody does: only the made-up townships have staff.
    """
    found = [actor for actor in _everybody() if actor.role == role and actor.covers(area)]
    if not found:
        raise KeyError(f"{role} {area}")
    return found[-1] if second else found[0]


def clerk_of(area: str) -> Actor:
    """The clerk of the village that holds `area`."""
    return hand("village", area)


def answering(department: str, area: str = TOWNSHIP) -> Actor:
    """The officer who answers for a department at `area`: in the county, or in the township's own offices.

    Offices that only a plan names sit in the township.
    """
    for actor in _everybody():
        if (actor.role, actor.department) == ("department", department) and actor.covers(area):
            return actor
    code = holding(area).code
    return Actor(f"{code}-{department}", "陈国梁", "department", code, department)
