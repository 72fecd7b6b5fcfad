"""A campaign of the made-up township in the campaign room: begun, reported by some, with teams and lists in line."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from engine.book import Book
from states.campaigns import handing_in, openings, reporting, running, teams
from states.campaigns.campaign import Campaign
from states.campaigns.teams import Person
from states.packs.campaign_parts import Post
from states.packs.store import of_digest
from states.practice.days import at
from states.practice.staff import CLERKS, OPERATORS, REVIEWERS

OFFICER, COUNTY = OPERATORS[0], REVIEWERS[0]
NAMES = "木志华 和文秀 李国军 杨建英 段丽珍 余志刚 和桂芳 赵国英".split()
ONE_DAY = timedelta(days=1)


def begun(session: Session, book: Book, day: date) -> Campaign:
    """The township's campaign, begun on that morning under the plan in force."""
    one = running.draft(session, OFFICER.area, by=OFFICER, at=at(day, 8))
    running.begin(session, book, one, by=OFFICER, at=at(day, 8))
    return one


def opened(session: Session, campaign: Campaign, evening: date) -> None:
    """The county asks for the windows in time, and is granted them, as far as that lies before the evening."""
    for window in of_digest(session, campaign.digest).file.window:
        if window.opened_by != "request" or window.since is None or window.since - ONE_DAY > evening:
            continue
        asked, answered = at(window.since - 3 * ONE_DAY, 15), at(window.since - ONE_DAY, 15)
        document = f"香巩固振兴组办〔{window.since.year}〕12号"
        one = openings.ask(session, campaign, window.name, document, asked.date(), by=COUNTY, at=asked)
        openings.answer(
            session, campaign, one.id, f"迪乡振函〔{window.since.year}〕31号", answered.date(), granted=True,
            since=window.since, until=window.until, by=COUNTY, at=answered,
        )  # fmt: skip


def going_on(session: Session, campaign: Campaign, evening: date) -> None:
    """What places did until the evening: reports, one of them missing, teams, one not full, and lists handed in."""
    pack = of_digest(session, campaign.digest)
    begun_on = campaign.begun_on or evening
    for n, clerk in enumerate(CLERKS):
        _team(session, campaign, clerk.area, pack.file.team.post[: len(pack.file.team.post) - n], n, begun_on)
    for phase in pack.file.phase:
        if phase.until is None or phase.until > evening or "village" not in phase.by or phase.commitment:
            continue
        done = CLERKS if phase.since is None else CLERKS[:-1]  # the last village is behind with its work
        for clerk in done:
            reporting.report(session, campaign, phase.name, clerk.area, "", by=clerk, at=at(phase.until, 17))
        if "township" in phase.by and done == CLERKS:
            reporting.report(session, campaign, phase.name, OFFICER.area, "", by=OFFICER, at=at(phase.until, 18))
    for clerk in reversed(CLERKS[:2]):
        told = "拟纳入、拟消除名单", 12
        handing_in.hand_in(session, campaign, clerk.area, *told, by=clerk, at=at(evening, 10))


def _team(session: Session, campaign: Campaign, area: str, posts: tuple[Post, ...], n: int, day: date) -> None:
    for k, post in enumerate(posts):
        name = NAMES[(n + k) % len(NAMES)]
        one = teams.join(session, campaign, area, Person(post.name, name, post.held_by), by=OFFICER, at=at(day, 9))
        if n == 0 and k == 2:
            then = Person("", NAMES[-1], post.held_by)
            teams.replace(session, campaign, one.id, then, "原队员轮换回单位", by=OFFICER, at=at(day + ONE_DAY, 9))
