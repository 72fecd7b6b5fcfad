"""Which points of a village lie apart from all the others: a slip of the pen looks like that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from states.places.coordinates import Point, nearest


def outlying(points: Mapping[int, Point], anchors: Iterable[Point], far: int) -> dict[int, int]:
    """The points that no chain of steps of at most `far` metres joins to an anchor, with the metres to the nearest.

    Where there is no anchor, a point that is near any other of them is joined. One point alone lies apart from nobody.
    """
    joined = list(anchors)
    if not joined:
        return _alone(points, far)
    left, moved = dict(points), True
    while left and moved:
        near = [name for name, point in left.items() if any(point.metres_to(one) <= far for one in joined)]
        moved = bool(near)
        joined += [left.pop(name) for name in near]
    return {name: nearest(point, joined) or 0 for name, point in left.items()}


def _alone(points: Mapping[int, Point], far: int) -> dict[int, int]:
    found = {}
    for name, point in points.items():
        others = (one for key, one in points.items() if key != name)
        if not any(point.metres_to(one) <= far for one in others) and len(points) > 1:
            found[name] = nearest(point, [one for key, one in points.items() if key != name]) or 0
    return found
