"""The whole journey and the demonstration, by the command line, on both databases."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from engine.cases import Case
from engine.db import connect, reading
from engine.runs import OPEN, Step
from engine.verify import verify
from publicity.journey.plot import plot_of
from states import instance, users
from states.notices import Notice
from states.objections import Objection
from states.packs.loader import shipped
from states.practice.staff import STAFF
from web.cli import main

REFUSED = {
    "bad-input",
    "too-few-visitors",
    "role-required",
    "no-consent",
    "members-left",
    "notice-running",
    "objection-open",
    "department-silent",
    "hit-unexplained",
    "same-person",
    "window-not-open",
    "no-labour",
}
DOCUMENTS = {
    "workbook",
    "village_notice",
    "township_notice",
    "application_authorisation",
    "informed_consent",
    "decision_announcement",
}


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path, monkeypatch):
    """The settings of an empty installation on each kind of database."""
    url = f"sqlite:///{tmp_path / 'journey.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    return settle(monkeypatch, tmp_path, url)


def settle(monkeypatch, tmp_path, url):
    monkeypatch.setenv("SHOUXIAN_DATABASE_URL", url)
    monkeypatch.setenv("SHOUXIAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SHOUXIAN_FULL_SYNC", "false")
    return url


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_the_journey_ends_in_all_five_states_with_its_papers_and_a_clean_ledger(address, tmp_path):
    done = run("journey", "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)

    assert told["states"].keys() == {"candidate", "monitored", "risk_eliminated", "re_flagged", "exited"}
    assert all(told["states"].values())
    assert sum(told["states"].values()) == 30
    assert {paper["document"] for paper in told["documents"]} == DOCUMENTS
    for paper in told["documents"]:
        assert (tmp_path / "out" / paper["file"]).stat().st_size
    assert {code for refusal in told["refusals"] for code in refusal["codes"]} >= REFUSED
    assert told["verify"]["faults"] == []
    assert told["verify"]["seals"] >= 10

    again = run("journey", "--out", tmp_path / "out")
    assert again.exit_code == 1
    assert "已经有内容" in again.stderr
    assert run("ledger", "verify").exit_code == 0


def test_the_plans_dates_come_out_and_closing_early_is_told_the_earliest_day(monkeypatch, tmp_path):
    url = settle(monkeypatch, tmp_path, f"sqlite:///{tmp_path / 'journey.sqlite'}")
    done = run("journey", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "2021-10-29（星期五）" in done.stdout
    assert "（最早2021-10-30）" in done.stdout
    db = connect(url)
    with reading(db) as session:
        days = select(Notice.posted_on, Notice.last_on).where(Notice.posted_on > date(2021, 10, 1))
        assert {(str(first), str(last)) for first, last in session.execute(days)} == {
            ("2021-10-25", "2021-10-29"),
            ("2021-11-01", "2021-11-03"),
            ("2021-11-02", "2021-11-04"),
        }
    db.dispose()


def test_the_same_journey_makes_the_same_papers(monkeypatch, tmp_path):
    told = []
    for name in ("one", "two"):
        settle(monkeypatch, tmp_path / name, f"sqlite:///{tmp_path / name}.sqlite")
        told.append(json.loads(run("journey", "--out", tmp_path / name, "--json").stdout))
    digests = [[(paper["file"], paper["digest"]) for paper in one["documents"]] for one in told]
    assert digests[0] == digests[1]
    assert told[0]["refusals"] == told[1]["refusals"]


ENDS = {
    "national-2021": {"candidate": 16, "monitored": 8, "risk_eliminated": 2, "re_flagged": 1, "exited": 3},
    "tangzi-2023": {"candidate": 15, "monitored": 8, "risk_eliminated": 3, "re_flagged": 1, "exited": 3},
    "hetu-2018": {"candidate": 16, "monitored": 6, "risk_eliminated": 0, "re_flagged": 1, "exited": 7},
    "bazhou-2022": {"candidate": 16, "monitored": 8, "risk_eliminated": 2, "re_flagged": 1, "exited": 3},
    "huainan-2023": {"candidate": 15, "monitored": 9, "risk_eliminated": 2, "re_flagged": 1, "exited": 3},
}
HELD = {
    "national-2021": {"no-consent", "objection-open", "no-labour"},
    "tangzi-2023": {"no-consent", "objection-open", "no-labour", "role-required"},
    "hetu-2018": {"criterion-failed", "no-return-cause", "department-silent", "same-person", "window-not-open"},
    "bazhou-2022": {"income-unstable", "no-labour", "system-not-open", "no-consent"},
    "huainan-2023": {"no-response", "hit-unexplained", "same-person", "no-labour"},
}


@pytest.mark.parametrize("pack", ENDS)
def test_every_plan_is_played_to_the_states_and_days_that_it_says(address, tmp_path, pack):
    done = run("journey", "--pack", pack, "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["states"] == ENDS[pack]
    assert {code for refusal in told["refusals"] for code in refusal["codes"]} >= HELD[pack]
    assert told["verify"]["faults"] == []


def test_every_plan_that_comes_with_the_program_is_played():
    assert ENDS.keys() | {"xiaozhongdian-2021"} == shipped().keys()


def test_a_plot_that_ends_otherwise_than_it_says_fails(monkeypatch, tmp_path):
    settle(monkeypatch, tmp_path, f"sqlite:///{tmp_path / 'journey.sqlite'}")
    plot = plot_of("bazhou-2022")
    later = [one.model_copy(update={"on": date(2022, 3, 18)}) for one in plot.ends.moves]
    ends = plot.ends.model_copy(update={"states": {"candidate": 30}, "moves": tuple(later)})
    monkeypatch.setattr("publicity.journey.story.plot_of", lambda _: plot.model_copy(update={"ends": ends}))
    done = run("journey", "--pack", "bazhou-2022", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "最后的状态应是" in done.stderr
    assert "应在2022-03-18办成" in done.stderr


def test_wrong_use_exits_with_2(monkeypatch, tmp_path):
    settle(monkeypatch, tmp_path, f"sqlite:///{tmp_path / 'journey.sqlite'}")
    assert run("journey", "--pack", "nowhere").exit_code == 2
    assert run("demo", "--today", "yesterday").exit_code == 2


def test_the_demonstration_has_something_for_every_page(address):
    done = run("demo", "--json")
    assert done.exit_code == 0, done.output
    assert {row["username"] for row in json.loads(done.stdout)} == {actor.id for actor in STAFF}
    db = connect(address)
    with reading(db) as session:
        kinds = session.execute(select(Case.kind, Case.state)).all()
        households = {state for kind, state in kinds if kind == "household"}
        assert households == {"candidate", "monitored", "risk_eliminated", "re_flagged", "exited"}
        assert {state for kind, state in kinds if kind == "notice"} >= {"drafted", "printed", "posted", "closed"}
        assert session.scalars(select(Objection)).one().notice_id
        assert set(session.scalars(select(Step.name).where(Step.status == OPEN))) >= {
            "visit", "village_notice", "township_check", "township_notice", "joint_review",
        }  # fmt: skip
        assert instance.is_training(session)
        assert users.named(session, "dept-police").department == "police"
        assert verify(session).faults == ()
    db.dispose()
    assert run("demo").exit_code == 1


def test_a_real_installation_takes_no_invented_people(monkeypatch, tmp_path):
    settle(monkeypatch, tmp_path, f"sqlite:///{tmp_path / 'real.sqlite'}")
    assert run("init").exit_code == 0
    assert "正式系统" in run("demo").stderr
    assert run("journey", "--out", tmp_path / "out").exit_code == 1


def test_a_demonstration_outside_the_campaign_is_refused(monkeypatch, tmp_path):
    settle(monkeypatch, tmp_path, f"sqlite:///{tmp_path / 'practice.sqlite'}")
    assert run("demo", "--today", "2022-02-01").exit_code == 1
