"""Filling a training instance with the made-up township in the middle of its campaign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.book import Book
from engine.db import work
from engine.errors import Refused
from engine.files import FileStore
from engine.guards import Blocker
from engine.words import N_
from publicity.errors import FontsMissing
from publicity.fonts import folder
from publicity.notice_papers import print_notice
from states import instance
from states.book import open_book
from states.notices import Notice
from states.passwords import Secret
from states.practice.accounts import open_accounts
from states.practice.campaign import USUAL, campaign
from states.practice.days import at as morning
from states.practice.leads import warned
from states.practice.ledgers import department_ledgers
from states.practice.lists import Printing
from states.practice.outside import outside
from states.practice.staff import BY_ID, OPERATORS
from states.quality.rounds import run
from states.regions import Region
from states.roles import ROLES
from states.samples import TOWNSHIP
from web.settings import Settings

HOUSEHOLDS = 30
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Welcome:
    """An account that a training instance offers."""

    username: str
    password: str
    name: str
    post: str


def demonstrate(
    db: Engine,
    settings: Settings,
    secret: Secret,
    say: Say,
    at: datetime,
    *,
    households: int = HOUSEHOLDS,
    today: date = USUAL,
) -> list[Welcome]:
    """Fill an empty training instance and set its date; answer the accounts. Raises `Refused` and `BadInput`."""
    with work(db) as session:
        _refuse(session)
        printing = _printing(settings, say)
        say(f"写入演示数据：{households}户，日期{today}……")
        open_accounts(session, secret, at)
        campaign(session, open_book(), households, today, printing)
        department_ledgers(session, open_book(), FileStore(settings.evidence), morning(today, 8))
        warned(session, open_book(), morning(today, 9))
        outside(session, open_book(), morning(today, 9))
        instance.set_practice_date(session, today, at)
    run(lambda: work(db), open_book(), TOWNSHIP, by=OPERATORS[0], at=morning(today, 8))
    return [Welcome(a.id, secret.text, a.name, ROLES[a.role].title) for a in BY_ID.values()]


def board_address(settings: Settings, number: str) -> str:
    """The public address of a notice on this machine, for papers printed where no request tells the address."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - only compared
    return f"{'https' if settings.https else 'http'}://{host}:{settings.port}/board/notice/{number}"


def _refuse(session: Session) -> None:
    blockers = []
    if not instance.is_training(session):
        blockers.append(
            Blocker("real-instance", N_("这是正式系统，不能写入演示数据；练习系统用 shouxian init --training 建立"))
        )
    if session.scalar(select(Region.code).limit(1)) is not None:
        blockers.append(Blocker("not-empty", N_("数据库里已经有内容，演示数据只能写入空的练习系统")))
    if blockers:
        raise Refused("demo", blockers)


def _printing(settings: Settings, say: Say) -> Printing | None:
    """How notices are printed here; None on a machine without fonts, where everything but printing works."""
    try:
        folder.find()
    except FontsMissing as missing:
        say(f"{missing}。演示数据里因此没有已张贴的公示")
        return None
    store = FileStore(settings.evidence)

    def printing(session: Session, book: Book, notice: Notice, by: Actor, on: datetime) -> None:
        print_notice(session, book, notice, board_address(settings, notice.number), store, by=by, at=on)

    return printing
