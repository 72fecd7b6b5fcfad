"""A worker with jobs to try it with, as a process of its own: `python -m tests.web.jobs.side ADDRESS [FILES]`.

With a folder of files it does the real jobs, too, in small lots.
"""

from __future__ import annotations

import signal
import sys
import time

from sqlalchemy import text

from engine.db import connect
from engine.errors import BadInput, Problem, Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.jobs.job import Result, Sentence
from engine.jobs.lots import Context
from states.book import open_book
from states.exchange import importing
from states.exchange.importing import Importing
from states.intake.background import TAKE, Taking
from states.intake.looking import LOOK, Looking
from states.quality import background
from states.quality.background import Screening
from states.reconciliation import background as ledgers
from web.worker.loop import Stop, live

ITEMS, LOT = 200, 4


def count_up(context: Context) -> Result:
    """Write each number up to `items` once into `counted`, four at a time, slowly."""
    reached, items = context.checkpoint.get("reached", 0), context.params["items"]
    while reached < items:
        time.sleep(context.params["seconds"])
        with context.lot() as lot:
            numbers = [{"job": context.id, "n": n} for n in range(reached, min(reached + LOT, items))]
            lot.session.execute(text("INSERT INTO counted (job, n) VALUES (:job, :n)"), numbers)
            reached += len(numbers)
            lot.keep({"reached": reached}, done=reached, total=items)
    return Result((Sentence("数到%(n)s", {"n": items}),))


def refuse(context: Context) -> Result:
    """Do a lot, then find a reason against going on."""
    with context.lot() as lot:
        lot.keep({"reached": 1}, done=1, total=2)
    raise Refused("go-on", [Blocker("late", "%(name)s还没有交表", {"name": "青山村"})])


def spoil(_context: Context) -> Result:
    """Find what was handed in wrong."""
    raise BadInput(Problem("第3行", "日期不对"))


def stumble(_context: Context) -> Result:
    """Make a mistake of ours, with somebody's number in its words."""
    raise KeyError("533401198001010011")


HANDLERS = {"count-up": count_up, "refuse": refuse, "spoil": spoil, "stumble": stumble}

if __name__ == "__main__":
    stop = Stop()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    real = {}
    if len(sys.argv) > 2:
        store = FileStore(sys.argv[2])
        real = {
            importing.KIND: Importing(store, 50),
            background.KIND: Screening(open_book, 5),
            TAKE: Taking(store, 50),
            LOOK: Looking(store),
            ledgers.KIND: ledgers.TakingLedger(store, open_book, 100),
        }
    live(connect(sys.argv[1], full=False), HANDLERS | real, stop, every=0.1)
