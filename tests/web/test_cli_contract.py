"""The command line is a contract: scripts rely on these names, options and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from states.packs.loader import shipped
from tests.web.shell import run
from web.cli import main

CONTRACT = """
archive check FILE --json --seals
archive household NUMBER --as --json --out
archive period --area --as --json --move --out --since --until
archive village CODE --as --json --out
backup FILE --json
campaign answer CAMPAIGN OPENING --answered-on --as --document --granted --json --on --since --until
campaign ask CAMPAIGN WINDOW --as --asked-on --document --json --on
campaign begin AREA --as --json --on --title
campaign close CAMPAIGN --as --json --left --on --summary
campaign extend CAMPAIGN PHASE --area --as --json --level --on --reason --until
campaign hand-in CAMPAIGN TITLE --as --households --json --on
campaign join CAMPAIGN VILLAGE POST NAME --as --json --on --phone --unit
campaign list --as --json --state
campaign lists CAMPAIGN --as --json
campaign replace CAMPAIGN MEMBER NAME --as --json --on --phone --reason --unit
campaign report CAMPAIGN PHASE --as --json --note --on
campaign review CAMPAIGN LIST --as --good --json --on --result
campaign show CAMPAIGN --as --json
campaign team CAMPAIGN --as --json --missing
campaign windows CAMPAIGN --as --json
case advance STEP CASE... --as --confirm --json --key --note --on --version
case list --after --area --as --json --limit --state
case share --area --as --json --on
case show CASE --as --json
case why CASE --as --json
change agree CHANGE... --as --json --on
change join CASE NAME --as --birth-on --ethnicity --happened-on --id-no --json --on --reason --relation --sex --source
change key CHANGE VALUE --as --json --on
change leave CASE MEMBER --as --happened-on --json --new-head --on --reason --source
change list --after --as --case --json --nature --part
change propose CASE FIELD=VALUE... --as --happened-on --json --member --on --source
change refuse CHANGE --as --json --on --reason
change show CHANGE --as --json
change transfer CASE MEMBER NUMBER --as --happened-on --json --new-head --on --relation --source
change withdraw CHANGE --as --json --on
codes add FILE --as --json
codes check FILE --json
codes list --json --on
codes show LIST --edition --json --on --toml
codes withdraw LIST EDITION --as --json --reason
deadline list --area --as --department --json --kind --state
department answer FILE --as --criterion --json --key --on
department standing --area --as --json
department take FILE --as --criterion --json
doctor --json
document list --json
document preview NAME --out --values
document sample NAME
duty list --as --duty --json --late --period
duty report DUTY PERIOD --as --handed-in --json --note --on
duty withdraw REPORT --as --json --on --reason
export households --area --as --as-of --collected --json --layout --out --state
export income --as --out --village --year
export members --area --as --as-of --collected --json --layout --out --state
figures check DATE --json
figures keep --json
figures rank --area --as --by-village --json --since
figures show --area --as --json
figures time --area --as --json --period
figures trend --area --as --json
import coordinates FILE --accept-good --as --datum --dry-run --json --measured-on --on --reason --report
import edits FILE --as --dry-run --json --on --report
import figures FILE --accept-good --as --dry-run --json --on --reason --report --year
import help FILE --accept-good --as --dry-run --json --on --report
import households FILE --accept-good --as --dry-run --json --on --report
import income FILE --accept-good --as --dry-run --json --on --report
import members FILE --accept-good --as --dry-run --json --on --report
import problems FILE --accept-good --as --dry-run --json --list --on --report
import training FILE --accept-good --as --dry-run --json --on --report
import warnings FILE --accept-good --as --dry-run --json --on --report --source
import work FILE --accept-good --as --dry-run --json --on --report --source
init --training
job clear --as --dry-run --json --older-than --results-older-than
job list --before --json --open
job show JOB --json
layout add FILE --as --json
layout check FILE --json
layout list --json
layout show ID --edition --json --toml
layout withdraw ID EDITION --as --json --reason
lead add TEXT --area --as --contact --json --key --name --number --on --received --reporter --source
lead analyse LEAD TEXT --as --json --on --visited --visitor
lead answer LEAD TEXT --answered --as --json --on
lead assign LEAD --as --json --on --reason --to --visit-by
lead close LEAD --as --because --json --on --reason --told
lead confirm LEAD --as --json --on
lead due --as --json --until
lead list --area --as --before --held --json --source --state
lead push YYYY-MM --as --json --on
ledger seal --json
ledger seals --json
ledger verify --json
look-back fill AREA --as --json --on
look-back gaps --area --as --json
look-back list --area --as --json --list --standing
look-back over-a-year --area --as --json
look-back propose AREA --as --json --on
look-back stability --area --as --json
look-back take-over FILE --as --json --on --source
notice close NOTICE --as --json --key --on
notice draft STEP [CASE]... --area --as --json --on --planned-on
notice list --as --before --json --state
notice post NOTICE --as --json --on --photo --place --since
notice print NOTICE --address --as --json --on --out
pack activate ID --as --json
pack add FILE --as --json
pack check FILE --json
pack diagram ID --move --svg
pack diff A B --json
pack dry-run FILE|ID --area --as --json --report
pack list --json
pack migrate FROM TO --apply --area --as --json --report
pack orphans --area --json
pack proposals --json
pack reference --json --markdown
pack show ID --json
pack start --count --decided-by --document --id --income-since --income-until --line --metric --notice-days \
--notice-unit --out --place --since --title --until
pack timetable ID --deadline --json --move --place --start --starts
pack withdraw ID --as --json --reason
paper issue NAME --as --edition-of --json --on --out --reason --set
paper list --as --before --document --json --state --year
paper show PAPER --as --json --out
paper withdraw PAPER --as --json --on --reason
policy-ledger lines --after --area --as --json --ledger --only
policy-ledger list --as --json --period
policy-ledger mark LINE --adopted --as --json --note --on --visited
policy-ledger push [FILE] --as --json --key --on --period --policy --reason
print PAPER --as --due --group --json --out --since --until --village
problem add LIST TEXT --area --as --by-day --json --number --on
problem check PROBLEM TEXT --as --json --on
problem claim PROBLEM --as --json --on
problem close PROBLEM TEXT --as --file --json --on
problem disclaim PROBLEM --as --json --on --reason
problem extend PROBLEM --as --json --on --reason --until
problem hand-out PROBLEM CODE --as --json --on
problem list --area --as --before --json --list --overdue --state
problem lists --as --json
problem progress --as --json
problem receive KIND DOCUMENT --as --by-day --issuer --json --on --received --year
problem rectify PROBLEM TEXT --as --file --json --on --responsible
problem send-back PROBLEM --as --by-day --json --on --reason
problem trace PROBLEM --as --field --finish --how --json --on --rule --saved --value
quality list --area --as --json --rule --state
quality parameter list --area --as --json --year
quality parameter set NAME VALUE --area --as --basis --json --year
quality run --area --as --json
reconcile list --as --json
reconcile send LEDGER --as --json --out
reconcile take LEDGER FILE --as --as-of --json
region history CODE --as --json
region list --area --as --json
region merge SOURCE TARGET --as --document --json --reason --yes
region move SOURCE TARGET --as --document --json --reason --yes
region regroup --as --document --households --json --reason --to --yes
region rename CODE NAME --as --document --json --reason
region split SOURCE CODE NAME --as --document --json --part --reason --yes
region undo CODE --as --document --json --reason --yes
reminder add NAME --as --json --note --on
reminder list --as --before --json
reminder send --json
report draft KIND --address --as --from --json --out --place --until
report list --area --as --json
restore FILE --json
scan add FILES... --as --json --key --on
scan list --as --before --json
serve --host --port --workers
session call-off SESSION --as --json --on --reason
session hold SESSION --as --assessment --json --on --people --signed
session list --as --before --json --state
session plan TITLE --as --contents --from --hours --json --on --place --trainer --until --village --way
session quarter [QUARTER] --as --json
sheet enter KIND CODE FACT=VALUE... --as --json --on --reason --year
sheet list KIND --as --json --year
sheet show KIND CODE --as --json --year
sheet verify SHEET --as --json --on
spot-check draw AREA --about --as --due --json --on --percent --since --size --title --until
spot-check list --as --before --json
spot-check redo CHECK --json
sweep begin AREA --as --json --on
sweep close SWEEP --as --json --on --reason
sweep list --as --before --json
sweep reopen SWEEP --as --json --on --reason
sweep show SWEEP --as --json --level
sweep tick SWEEP AREA --as --json --key --on --visited --with
user add USERNAME --area --department --email --json --name --role
user list --json --words
user mail USERNAME [EMAIL]
user reset USERNAME --json
webhook add NAME --area --as --json --kind --url
webhook deliver --json
webhook list --as --json
webhook remove WEBHOOK --as --json
webhook replay WEBHOOK --after --as --json --since
webhook test WEBHOOK --as --json
workdays add DATE N --count --json --pack --place --unit
workdays import FILE --as --json --on --yes
worker --beside --slots
"""
ELSEWHERE = {"journey", "demo", "handbook"}
"""Commands whose contract stands beside their own tests."""


def signatures(group: click.Group, path: str = "") -> list[str]:
    found = []
    for name, command in sorted(group.commands.items()):
        here = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            found += signatures(command, here)
        elif here not in ELSEWHERE:
            words = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
            options = sorted(o for p in command.params if isinstance(p, click.Option) for o in p.opts)
            found.append(" ".join([here, *words, *options]))
    return found


def test_every_command_keeps_its_name_and_its_options() -> None:
    assert signatures(main) == CONTRACT.split("\n")[1:-1]


def test_every_command_says_in_chinese_what_it_is_for() -> None:
    def helps(group: click.Group) -> list[str]:
        return [
            t
            for c in group.commands.values()
            for t in [c.help or "", *(helps(c) if isinstance(c, click.Group) else [])]
        ]

    assert [text for text in helps(main) if not any("一" <= sign <= "鿿" for sign in text)] == []


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ("2021-10-25 5 --count posting-day", "2021-10-29"),
        ("2021-10-25 5", "2021-11-01"),
        ("2021-09-17 5", "2021-09-26"),
        ("2021-09-30 3 --unit days", "2021-10-03"),
        ("2021-09-30 3 --unit days --pack national-2021", "2021-10-03"),
        ("2021-01-31 1 --unit months", "2021-02-28"),
    ],
)
def test_periods_are_reckoned_without_a_database(
    data: Path,
    arguments: str,
    answer: str,
) -> None:
    result = run("workdays", "add", *arguments.split())

    assert (result.exit_code, result.stdout) == (0, answer + "\n")
    assert not (data / "data").exists()


def test_an_end_in_a_year_nobody_has_arranged_is_marked_and_is_no_failure(data: Path) -> None:
    result = run("workdays", "add", "2030-12-30", "5")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert "暂定" in result.stderr
    assert json.loads(run("workdays", "add", "2030-12-30", "5", "--json").stdout)["provisional"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        "workdays add 25.10.2021 5",
        "workdays add 2021-10-25 0",
        "workdays add 2021-10-25 99999",
        "workdays add 2021-10-25 5 --unit weeks",
        "workdays import nowhere.toml --as guanli",
        "case advance visit --as xiulan",
        "case advance visit 1",
        "case why x",
        "notice post 1",
        "ledger prove",
        "job show x",
        "worker --slots 0",
        "restore nowhere.zip",
        "import people x.xlsx",
        "document preview village_notice",
    ],
)
def test_wrong_use_ends_with_two(data: Path, arguments: str) -> None:
    result = run(*arguments.split())

    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        "case list",
        "case share",
        "figures show",
        "case why 1",
        "notice list",
        "lead list",
        "scan list",
        "ledger verify",
        "ledger seal",
        "job list",
        "worker",
        "backup x.zip",
        "import households {} --as x",
    ],
)
def test_without_a_database_the_way_to_one_is_named(data: Path, arguments: str) -> None:
    (data / "rest.toml").write_text("document = 'x'", "utf-8")

    result = run(*arguments.format(data / "rest.toml").split())

    assert result.exit_code == 2
    assert "shouxian init" in result.stderr
    assert not (data / "data" / "shouxian.sqlite").exists()


def test_packs_can_be_read_without_a_database(data: Path) -> None:
    listed = json.loads(run("pack", "list", "--json").stdout)
    shown = json.loads(run("pack", "show", "xiaozhongdian-2021", "--json").stdout)
    drawn = run("pack", "diagram", "xiaozhongdian-2021", "--move", "identify")
    planned = run("pack", "timetable", "xiaozhongdian-2021")

    assert [row["id"] for row in listed] == sorted(shipped())
    assert "identify" in [move["name"] for move in shown["moves"]]
    assert "village_list --> village_notice" in drawn.stdout
    assert "2021-10-29" in planned.stdout
    assert run("pack", "show", "nowhere").exit_code == 1


def test_a_timetable_that_cannot_be_met_is_found(data: Path) -> None:
    late = run("pack", "timetable", "xiaozhongdian-2021", "--start", "2021-11-20")

    assert late.exit_code == 1
    assert "排不开" in late.stderr


def test_a_malformed_pack_is_refused_with_file_and_line(
    data: Path,
) -> None:
    file = data / "mine.toml"
    file.write_text('[pack]\nid = "mine"\ntitle = "我的"\n[income]\nline = 1\n[move.fly]\n', "utf-8")

    checked = run("pack", "check", str(file))

    assert checked.exit_code == 1
    assert "mine.toml:6" in checked.stdout
