"""Campaigns: the roster never changes, windows are asked in few statements, and what is due follows what was done."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from engine.actors import Actor
from engine.db import work
from engine.errors import MoveBlocked, NotFound, Refused
from states.book import open_book
from states.campaigns import desk, extending, handing_in, openings, phases, reporting, roster, running, windows
from states.campaigns.campaign import Campaign
from states.campaigns.due import due
from states.campaigns.roster import RosterLine
from states.packs.store import install_shipped
from states.practice import township
from states.practice.days import at
from states.practice.staff import CLERKS, LEADER, OPERATORS, REVIEWERS

OFFICER, CLERK, COUNTY = OPERATORS[0], CLERKS[0], REVIEWERS[0]
ELSEWHERE = Actor("x1", "别处", "township", "530129002")
DAY = date(2021, 10, 18)
BOOK = open_book()


@pytest.fixture
def campaign(session):
    """The practice township's campaign, begun with twelve households."""
    township.found(session, date(2021, 6, 1))
    township.settle(session, 12, date(2021, 6, 1))
    install_shipped(session, at(DAY, 7))
    one = running.draft(session, OFFICER.area, by=OFFICER, at=at(DAY, 8))
    running.begin(session, BOOK, one, by=OFFICER, at=at(DAY, 8))
    return one


def statements(session, act):
    """How many statements an act sends."""
    sent = []
    listener = lambda *args: sent.append(args[2])  # noqa: E731
    event.listen(session.get_bind(), "before_cursor_execute", listener)
    try:
        act()
    finally:
        event.remove(session.get_bind(), "before_cursor_execute", listener)
    return len(sent)


@pytest.mark.parametrize("where", ["sqlite_db", "postgres_db"])
def test_the_roster_is_written_in_one_statement_and_stays(where, request):
    with work(request.getfixturevalue(where)) as session:
        township.found(session, date(2021, 6, 1))
        township.settle(session, 12, date(2021, 6, 1))
        one = running.draft(session, OFFICER.area, by=OFFICER, at=at(DAY, 8))
        running.begin(session, BOOK, one, by=OFFICER, at=at(DAY, 8))
        lines = session.scalars(select(RosterLine)).all()
        assert len(lines) == one.households == 12
        assert roster.counts(session, one, OFFICER) == {"candidate": (12, 12)}
        assert sum(n for n, _now in roster.counts(session, one, CLERK).values()) < 12


def test_a_campaign_is_seen_where_it_lies_and_nowhere_else(session, campaign):
    assert [one.campaign.id for one in desk.listed(session, CLERK)[0]] == [campaign.id]
    assert [one.campaign.id for one in desk.listed(session, COUNTY)[0]] == [campaign.id]
    assert desk.listed(session, ELSEWHERE)[0] == []
    with pytest.raises(NotFound):
        desk.find(session, campaign.id, ELSEWHERE)


def test_a_window_of_a_thousand_places_is_asked_in_a_few_statements(session, campaign):
    few = [f"{OFFICER.area}{n:03}" for n in range(200, 203)]
    many = [f"{OFFICER.area}{n:03}" for n in range(1000)]

    def asked(places):
        return statements(session, lambda: windows.against_many(session, places, "national-entry", DAY))

    asked(few)
    assert asked(many) == asked(few) < 12


def test_what_is_due_goes_when_it_is_reported_and_comes_back_when_it_is_sent_back(session, campaign):
    def owed(day):
        return {one.ref for one in due(session, CLERK.area, day, day + timedelta(days=3)) if one.done_on is None}

    mine = f"{campaign.id}/training/{CLERK.area}"
    assert mine in owed(DAY)
    report = reporting.report(session, campaign, "training", CLERK.area, "", by=CLERK, at=at(DAY, 9))
    assert mine not in owed(DAY)
    reporting.send_back(session, campaign, report.id, "没有签到册", by=OFFICER, at=at(DAY, 10))
    again = owed(DAY + timedelta(days=1))
    assert f"{mine}/{report.id}" in again  # another name: it is reminded of anew
    reporting.report(session, campaign, "training", CLERK.area, "", by=CLERK, at=at(DAY + timedelta(days=2), 9))
    found = due(session, CLERK.area, DAY + timedelta(days=3), DAY + timedelta(days=3))
    assert [one.is_late() for one in found if one.ref == f"{mine}/{report.id}"] == [True]


def test_requests_are_due_until_they_are_made_and_then_until_they_are_answered(session, campaign):
    def asked(area):
        found = due(session, area, DAY, date(2021, 11, 30))
        return [(one.title[:4], one.role, one.due_on) for one in found if one.kind == "window"]

    assert asked(COUNTY.area) == [("申请开放", "county", date(2021, 11, 13))]
    assert asked(CLERK.area) == []
    one = openings.ask(session, campaign, "entry", "香振请〔2021〕3号", DAY, by=COUNTY, at=at(DAY, 9))
    assert asked(COUNTY.area[:4]) == [("批复开放", "city", date(2021, 11, 13))]
    days = {"granted": True, "since": date(2021, 11, 13), "until": date(2021, 11, 25)}
    openings.answer(session, campaign, one.id, "迪振复〔2021〕7号", DAY, **days, by=COUNTY, at=at(DAY, 10))
    assert asked(COUNTY.area[:4]) == []
    assert windows.against(session, CLERK.area, "national-entry", date(2021, 11, 13)) == []


@pytest.mark.parametrize("by", [CLERK, ELSEWHERE], ids=lambda by: by.id)
def test_who_stands_below_or_elsewhere_puts_nothing_off(session, campaign, by):
    asked = "collect", "village", CLERK.area, date(2021, 10, 30), "大雪封山三天"
    with pytest.raises(Refused, match="延期由上一级批准"):
        extending.extend(session, campaign, *asked, by=by, at=at(DAY, 9))


def test_an_extension_moves_the_last_day_of_its_places_only(session, campaign):
    asked = "collect", "village", CLERK.area, date(2021, 10, 30), "大雪封山三天"
    extending.extend(session, campaign, *asked, by=LEADER, at=at(DAY, 9))
    pack = desk.find(session, campaign.id, OFFICER).pack
    until = {
        one.area: one.cells["collect"].until for one in phases.places(session, campaign, pack) if "collect" in one.cells
    }
    assert until == {one.area: date(2021, 10, 30 if one is CLERK else 25) for one in CLERKS}


def test_a_closed_campaign_takes_nothing_more(session, campaign):
    with pytest.raises(MoveBlocked, match="没有上报完成"):
        running.close(session, BOOK, campaign, "总结", by=OFFICER, at=at(DAY, 9))
    running.close(session, BOOK, campaign, "总结", "上级通知提前结束", by=OFFICER, at=at(DAY, 10))
    with pytest.raises(Refused, match="已结束"):
        reporting.report(session, campaign, "training", CLERK.area, "", by=CLERK, at=at(DAY, 11))
    assert due(session, CLERK.area, DAY, date(2021, 12, 31)) == []


def test_the_line_counts_everybody_who_waits_whoever_looks(session, campaign):
    for clerk in CLERKS[:2]:
        handing_in.hand_in(session, campaign, clerk.area, "名单", 3, by=clerk, at=at(DAY, 9))
    assert [one.number for one in handing_in.handed(session, campaign, CLERKS[1])] == [2]
    assert [one.number for one in handing_in.handed(session, campaign, OFFICER)] == [1, 2]
    assert session.get_one(Campaign, campaign.id).title
