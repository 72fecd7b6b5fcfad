"""How households are drawn: pure arithmetic that anybody can do again with a few lines of any language (HN07).

1. The population is written down before the seed exists: the household numbers in the order of their bytes, one a
   line, UTF-8, no line end after the last; its SHA-256 in hexadecimal is published and sealed into the ledger.
2. The seed is the SHA-256 of `digest:root:n` - that digest, the root of the first seal of the whole ledger made after
   the publication, and the number of the spot check. Nobody knows the root when the population is written down.
3. Each household has the SHA-256 of `seed:number`. Within a village those with the least values are drawn.
4. Every village gets one place, as long as there are so many; the other places go one by one to the village with the
   most households for each place it would then have (the first code among equals). With fewer places than villages
   all households are drawn from together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heapreplace


def digest_of(numbers: Iterable[str]) -> str:
    """What is published of a population."""
    return _sha("\n".join(sorted(numbers, key=lambda number: number.encode())))


def seed_of(digest: str, root: str, check: int) -> str:
    """The seed of a spot check, once the ledger was sealed after its publication."""
    return _sha(f"{digest}:{root}:{check}")


def drawn(population: Mapping[str, str], size: int, seed: str) -> list[str]:
    """The numbers drawn from a population (number to village), in the order of their values."""
    villages: dict[str, list[str]] = {}
    for number, village in population.items():
        villages.setdefault(village, []).append(number)
    if size < len(villages):
        return ranked(population, seed)[:size]
    places = shares({village: len(homes) for village, homes in villages.items()}, size)
    chosen = [number for village, homes in villages.items() for number in ranked(homes, seed)[: places[village]]]
    return ranked(chosen, seed)


def ranked(numbers: Iterable[str], seed: str) -> list[str]:
    """Household numbers by the values that the seed gives them."""
    return sorted(numbers, key=lambda number: (_sha(f"{seed}:{number}"), number))


def shares(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """How many are drawn in each village, one at least; never more than there are."""
    places = dict.fromkeys(sorted(sizes), 1)
    waiting = [(-Fraction(n, 2), village) for village, n in sizes.items()]
    heapify(waiting)
    for _ in range(min(size, sum(sizes.values())) - len(places)):
        while places[waiting[0][1]] >= sizes[waiting[0][1]]:
            heapreplace(waiting, (Fraction(0), waiting[0][1]))
        village = waiting[0][1]
        places[village] += 1
        heapreplace(waiting, (-Fraction(sizes[village], places[village] + 1), village))
    return places


def wanted(population: int, size: int, percent: int) -> int:
    """How many are drawn: a number, or a share in percent rounded up; never more than there are."""
    return min(population, size or -(-population * percent // 100))


def redo(numbers: Sequence[tuple[str, str]], size: int, root: str, check: int) -> tuple[str, str, list[str]]:
    """Digest, seed and sample from the published data alone."""
    digest = digest_of(number for number, _village in numbers)
    seed = seed_of(digest, root, check)
    return digest, seed, drawn(dict(numbers), size, seed)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
