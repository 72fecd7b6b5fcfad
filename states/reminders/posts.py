"""Posts: who is told, and who stands above whom when the work is late for long."""

from __future__ import annotations

from dataclasses import dataclass

from engine.actors import Actor
from states.deadlines.deadline import Deadline

TOWNSHIP, COUNTY, CITY = 9, 6, 4
ABOVE = {
    "grid": (("village", 12), ("township", TOWNSHIP), ("township_leader", TOWNSHIP), ("county", COUNTY)),
    "village": (("township", TOWNSHIP), ("township_leader", TOWNSHIP), ("county", COUNTY)),
    "township": (("township_leader", TOWNSHIP), ("county", COUNTY)),
    "township_leader": (("county", COUNTY), ("city", CITY)),
    "department": (("county", COUNTY), ("city", CITY)),
    "county": (("city", CITY),),
}
"""The posts above each, from below, with the length of the codes of their places."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post: a role at a place, of a department where the role speaks for one."""

    role: str
    area: str
    department: str = ""


def post_of(one: Deadline | Actor) -> Post:
    """The post that owes something, or that a person holds."""
    return Post(one.role, one.area, one.department)


def above(post: Post) -> list[Post]:
    """The posts above one, the nearest first; those that would sit below it are left out."""
    chain = ABOVE.get(post.role, ())
    return [Post(role, post.area[:length]) for role, length in chain if len(post.area) >= length]


def is_above(by: Actor, post: Post) -> bool:
    """Whether a person's post stands above another."""
    return post_of(by) in above(post)
