"""Printing beside a warm headless Chromium that prints the same HTML, and beside WeasyPrint as it comes.

Notices of ours are timed from the values to the PDF, checks included; the others are given the finished HTML. All are
warm and take their turns in every round: what counts are the ratios within a round, in seconds by the clock.
Milliseconds are of the processor, as others may use the machine, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from publicity import pdf
from publicity.documents import find, render
from publicity.documents.together import render_together
from publicity.drawing import forms
from publicity.drawing.forms import Form
from tests.bench import presses
from tests.bench.measure import Rounds, Row, Turn, rounds, timed
from tests.bench.presses import Print
from tests.bench.sheets import consents, in_one, notice, page, styled
from tests.bench.size import Size

NOTICE, CONSENT = "village_notice", "informed_consent"
GOALS = {20: (70, 1.0, 0.35), 200: (110, 0.6, 0.09), 2000: (500, 0.35, None)}
"""By rows: milliseconds, times Chromium's, times those of WeasyPrint as it comes."""
MEMORY = 250
FORMS_TOGETHER, SOME = (150, 0.1), 5
PLAIN = {"1 row": (1, 60, 0.7), "a page of rows more": (19, 150, 0.7)}
"""Rows, milliseconds, times those of WeasyPrint as it comes."""


def measure(size: Size) -> Iterator[Row]:
    """Notices by their length, forms of a village, the plain way, and the memory that the longest notice takes."""
    pdf.warm()
    with presses.chromium() as chromium, presses.child(presses.naive) as naive:
        for number in size.printed_rows:
            yield from _notices(number, chromium, naive, size.prints)
        yield from _forms(size.printed_forms, chromium, size.prints)
        yield from _plain(naive, size.prints)
    with presses.child(presses.peak) as peak:
        longest = max(size.printed_rows)
        yield Row(f"peak memory of a press, notice of {longest} rows", "", [peak(longest)], MEMORY, unit=" MB")


def _notices(number: int, chromium: Print, naive: Print, n: int) -> Iterator[Row]:
    values = notice(number)
    html = styled(page(NOTICE, values), NOTICE)
    milliseconds, to_chromium, to_naive = GOALS[number]
    others: dict[str, Turn] = {"chromium": partial(chromium, html)}
    if to_naive is not None:  # it takes ten seconds and more for the longest
        others["naive"] = partial(naive, html)
    taken, spent = _warm_rounds({"ours": partial(render, NOTICE, values)}, others, n)
    yield Row(f"notice of {number} rows, {render(NOTICE, values).pages} pages", "", spent, milliseconds, unit=" ms")
    yield Row("  / headless Chromium", "", taken.ratios("ours", "chromium"), to_chromium, note=_ms(taken, "chromium"))
    if to_naive is not None:
        yield Row("  / WeasyPrint as it comes", "", taken.ratios("ours", "naive"), to_naive, note=_ms(taken, "naive"))


def _forms(number: int, chromium: Print, n: int) -> Iterator[Row]:
    values, style = consents(number), find(CONSENT).style()
    pages = [page(CONSENT, one) for one in values]
    blank = [Form(one, lambda paper: [b""] * len(paper.pages)) for one in pages]
    ours = {
        "ours": partial(forms.make, blank, style, singly=False),
        "village": partial(render_together, CONSENT, values),
    }
    others = {
        "chromium": partial(chromium, styled(in_one(pages), CONSENT)),
        "one by one": lambda: timed(lambda: [render(CONSENT, one) for one in values[:SOME]], SOME) * number,
    }
    taken, spent = _warm_rounds(ours, others, n)
    milliseconds, to_chromium = FORMS_TOGETHER
    yield Row(f"{number} consent forms as one file", "", spent, milliseconds, unit=" ms")
    yield Row("  / headless Chromium", "", taken.ratios("ours", "chromium"), to_chromium, note=_ms(taken, "chromium"))
    yield Row(
        "  checked, with codes, as one file and singly / one by one",
        "",
        taken.ratios("village", "one by one"),
        note=f"{_ms(taken, 'village')}; {_ms(taken, 'one by one')}",
    )


def _plain(naive: Print, n: int) -> Iterator[Row]:
    """The way that tagged papers and short lists take."""
    style = find(NOTICE).style()
    for what, (number, milliseconds, to_naive) in PLAIN.items():
        html = page(NOTICE, notice(number))
        naively = partial(naive, styled(html, NOTICE))
        taken, spent = _warm_rounds({"ours": partial(pdf.typeset, html, style)}, {"naive": naively}, n)
        yield Row(f"the plain way, {what}", "", spent, milliseconds, unit=" ms")
        yield Row("  / WeasyPrint as it comes", "", taken.ratios("ours", "naive"), to_naive, note=_ms(taken, "naive"))


def _warm_rounds(
    ours: Mapping[str, Callable[[], object]], others: Mapping[str, Turn], n: int
) -> tuple[Rounds, list[float]]:
    """What all took by the clock, and what the first of ours took of the processor, in milliseconds."""
    spent: dict[str, list[float]] = {side: [] for side in ours}

    def turn(side: str) -> float:
        before = time.process_time()
        taken = timed(ours[side])
        spent[side].append(1000 * (time.process_time() - before))
        return taken

    turns = {side: partial(turn, side) for side in ours} | dict(others)
    for one in turns.values() if n > 1 else ():
        one()
    taken = rounds(turns, n)
    return taken, next(iter(spent.values()))[-n:]


def _ms(taken: Rounds, side: str) -> str:
    return f"{side} {1000 * taken.middle(side):,.0f} ms"
