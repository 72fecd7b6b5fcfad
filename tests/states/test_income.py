"""Income of a year: what may be entered and by whom, what a lock holds, and that the figures are exact."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from engine.advance import advance
from engine.db import connect, reading, work
from engine.errors import BadInput, InvalidDefinition, MoveBlocked, NotFound, Refused, StaleCase, UnknownAct
from engine.files import FileStore
from engine.ledger import history
from engine.verify import verify
from states.archives import load as restoring
from states.archives import save as saving
from states.book import open_book
from states.income import desk, entering, export, opening, reviewing, sheets, signing
from states.income.figures import figures
from states.income.items import COSTS, MEASURES, edition, edition_of, editions, groups, layout, measure
from states.income.lines import IncomeLine
from states.income.plans import terms_of
from states.income.statements import DEFINITIONS
from states.money import Money, yuan
from states.packs.loader import load, shipped
from states.packs.part import Span
from states.packs.schema import Income
from tests import databases
from tests.states.incomes import (
    AT,
    CLERK,
    COUNTY,
    GRID,
    OFFICER,
    OTHER,
    VILLAGE,
    YEAR,
    fill,
    found,
    locked,
    people,
    signed,
)

WAGE = {"migrant_work": Decimal("100.05")}


@pytest.fixture
def book():
    return open_book()


@pytest.fixture
def home(session):
    [home] = found(session)
    return home


def head(session, home):
    return people(session, home)[0].id


@pytest.mark.parametrize("name", editions())
def test_a_heading_means_one_item(name):
    words = [word for item in edition(name).items.values() for word in (item.label, *item.aliases)]

    assert len(words) == len(set(words))
    assert {item.group for item in edition(name).items.values()} <= set(groups())


def test_the_layout_and_the_measures_name_what_there_is():
    newest = edition(editions()[-1])
    for field in layout(export.NATIONAL).values():
        kind, _colon, name = field.partition(":")
        assert name in {"group": groups(), "item": newest.items}.get(kind, {name: ""})
    for name in MEASURES:
        signs = {group: measure(name, {group: Decimal(1)}) for group in groups()}
        assert all(sign <= 0 for group, sign in signs.items() if group in COSTS)
        assert all(sign >= 0 for group, sign in signs.items() if group not in COSTS)


@pytest.mark.parametrize(
    ("year", "name"), [(2017, "2018"), (2018, "2018"), (2022, "2018"), (2023, "2023"), (2030, "2023")]
)
def test_a_year_takes_the_newest_edition_that_is_not_younger(year, name):
    assert edition_of(year) == name


def test_only_transfer_income_has_to_be_imported_and_only_since_2023():
    assert {item.group for item in edition("2023").items.values() if item.import_only} == {"transfer"}
    assert not [item for item in edition("2018").items.values() if item.import_only]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("0", "0"),
        ("1200.5", "1200.5"),
        ("1,234,567.89", "1234567.89"),
        ("1，200", "1200"),
        (" 300元 ", "300"),
        ("300.123", None),
        ("-5", None),
        ("三百", None),
        ("1e5", None),
        ("1,20", None),
        ("100000000", None),
        ("", None),
    ],
)
def test_an_amount_is_read_or_refused_and_never_guessed(written, amount):
    assert yuan(written) == (None if amount is None else Decimal(amount))


@given(st.decimals(min_value=0, max_value=10**8, places=2))
def test_money_comes_back_from_the_database_as_it_went(amount):
    money = Money()
    assert money.process_result_value(money.process_bind_param(amount, None), None) == amount


def test_money_with_a_third_place_is_a_broken_promise():
    with pytest.raises(ValueError, match="two places"):
        Money().process_bind_param(Decimal("0.001"), None)


@given(st.integers(2000, 2060))
def test_four_quarters_cover_the_policy_year_without_a_gap(year):
    terms = terms_of(Income(line=1), year)

    assert (terms.since, terms.until) == (date(year - 1, 10, 1), date(year, 9, 30))
    for before, after in zip(terms.quarters, terms.quarters[1:], strict=False):
        assert before.until + timedelta(days=1) == after.since


PACK = '[pack]\nid = "try"\ntitle = "试"\nextends = "national-2021"\nplaces = ["99"]\n[income]\nline = 1\n'


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('review = ["county", "village"]', "由下往上"),
        ('review = ["village", "village"]', "由下往上"),
        ("review = []", "由下往上"),
        ('review = ["province"]', "不在可选的值里"),
        ("quarters = [{ from = 2022-10-01, until = 2022-12-31 }]", "四个"),
        (
            "quarters = [{ from = 2022-10-01, until = 2022-12-31 }, { from = 2023-01-02, until = 2023-03-31 }, "
            "{ from = 2023-04-01, until = 2023-06-30 }, { from = 2023-07-01, until = 2023-09-30 }]",
            "首尾相接",
        ),
        (
            "window = { from = 2022-10-01, until = 2023-12-31 }\n"
            "quarters = [{ from = 2022-10-01, until = 2022-12-31 }, { from = 2023-01-01, until = 2023-03-31 }, "
            "{ from = 2023-04-01, until = 2023-06-30 }, { from = 2023-07-01, until = 2023-09-30 }]",
            "正好是收入计算周期",
        ),
        ('edition = "latest"', "写法不对"),
        ('edition = "2019"', "没有这一版"),
    ],
)
def test_a_pack_whose_income_cannot_be_kept_is_refused_with_its_line(more, why):
    with pytest.raises(InvalidDefinition) as refused:
        load("try", {**shipped(), "try": PACK + more})

    assert [one for one in map(str, refused.value.problems) if why in one and one.startswith("try.toml:")]


def test_each_choice_of_levels_has_its_lifecycle():
    assert len(DEFINITIONS) == 15
    assert DEFINITIONS["village", "city"].by_name["review_city"].sources == ("village_reviewed",)
    assert DEFINITIONS["village", "city"].by_name["lock"].by == ("city",)


def test_a_window_of_the_pack_bounds_the_last_quarter():
    window = Span(since=date(2020, 10, 1), until=date(2021, 9, 30))
    assert terms_of(Income(line=1, window=window), 2021).quarter(4).until == date(2021, 9, 30)


def test_the_same_amount_twice_is_one_line(session, home):
    who = head(session, home)
    first = entering.enter(session, home.case_id, 4, who, WAGE, by=GRID, at=AT, key="k")
    again = entering.enter(session, home.case_id, 4, who, WAGE, by=GRID, at=AT, key="k")
    same = entering.enter(session, home.case_id, 4, who, WAGE, by=CLERK, at=AT)

    assert (first, again, same) == (1, 1, 0)
    assert [line.entered_by for line in session.scalars(select(IncomeLine))] == [GRID.id]


def test_the_ledger_names_no_amount(session, home):
    entering.enter(session, home.case_id, 4, head(session, home), WAGE, by=GRID, at=AT)
    statement = opening.of_households(session, [home.id], YEAR)[home.id]

    [entry, _opened] = history(session, statement.case_id)
    assert entry.kind == "income"
    assert "100.05" not in entry.facts
    assert verify(session).faults == ()


def test_who_is_elsewhere_enters_signs_and_moves_nothing(session, home, book):
    [other] = found(session, ("杨丽",), OTHER)
    fill(session, other, OFFICER)
    for act in (
        lambda: entering.enter(session, other.case_id, 4, None, {"crops": Decimal(1)}, by=CLERK, at=AT),
        lambda: entering.enter(session, home.case_id, 4, head(session, other), WAGE, by=CLERK, at=AT),
        lambda: signed(session, other, CLERK),
        lambda: reviewing.move(session, book, other.case_id, YEAR, "review_village", by=CLERK, at=AT),
        lambda: sheets.of_household(session, book, other.case_id, CLERK, AT),
        lambda: export.workbook(session, OTHER, YEAR, CLERK, AT.date()),
    ):
        with pytest.raises(NotFound):
            act()
    outcome, homes = reviewing.move_many(session, book, [other.id], YEAR, "review_village", by=CLERK, at=AT)
    assert (outcome.moved, outcome.held, homes) == ([], {}, {})
    assert desk.listed(session, OTHER, YEAR, CLERK, date(2021, 11, 1)) == []


def test_a_person_who_had_left_by_then_cannot_earn(session, home):
    member = people(session, home)[1]
    member.left_on = date(2021, 7, 1)
    session.flush()

    assert entering.enter(session, home.case_id, 3, member.id, WAGE, by=GRID, at=AT) == 1
    with pytest.raises(BadInput, match="不在这一户"):
        entering.enter(session, home.case_id, 4, member.id, WAGE, by=GRID, at=AT)


def test_who_had_left_lacks_no_quarter(session, home, book):
    people(session, home)[1].left_on = date(2020, 10, 15)
    entering.enter(session, home.case_id, 4, head(session, home), WAGE, by=GRID, at=AT)

    [row] = desk.listed(session, VILLAGE, YEAR, CLERK, date(2021, 11, 1))
    assert row.missing == (("李秀英", (1, 2, 3)), ("和小明", (1, 2, 3, 4)))


def test_those_without_income_are_noted_at_once(session, home):
    ids = [member.id for member in people(session, home)]

    assert entering.enter_nothing(session, home.case_id, 2, ids, by=GRID, at=AT) == 3
    assert figures(session, [home.id], YEAR)[home.id].total("net") == 0


def test_what_was_signed_is_what_is_reviewed(session, home, book):
    fill(session, home)
    signed(session, home)
    entering.enter(session, home.case_id, 4, None, {"crops": Decimal(9)}, by=GRID, at=AT)

    with pytest.raises(MoveBlocked, match="重新签字"):
        reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)
    signed(session, home)
    reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)


def test_a_review_undone_lets_the_same_person_review_again(session, home, book):
    fill(session, home)
    signed(session, home)
    reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)
    reviewing.move(session, book, home.case_id, YEAR, "return_village", reason="数不对", by=OFFICER, at=AT)

    reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)
    sheet = sheets.of_household(session, book, home.case_id, OFFICER, AT)
    assert [(one.level, one.undone) for one in sheet.reviews] == [("village", True), ("village", False)]


def test_one_person_does_not_review_at_two_levels(session, home, book):
    fill(session, home)
    signed(session, home)
    reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)
    promoted = type(CLERK)(CLERK.id, CLERK.name, "township", OFFICER.area)

    with pytest.raises(MoveBlocked, match="下一级是您审核的"):
        reviewing.move(session, book, home.case_id, YEAR, "review_township", by=promoted, at=AT)


def test_nothing_is_reviewed_that_changed_since_it_was_seen(session, home, book):
    fill(session, home)
    seen = sheets.of_household(session, book, home.case_id, CLERK, AT).version
    signed(session, home)

    with pytest.raises(StaleCase):
        reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT, version=seen)


def test_under_review_nothing_changes_until_it_is_sent_back(session, home, book):
    fill(session, home)
    signed(session, home)
    reviewing.move(session, book, home.case_id, YEAR, "review_village", by=CLERK, at=AT)

    with pytest.raises(Refused, match="先退回采集"):
        entering.enter(session, home.case_id, 4, None, {"crops": Decimal(1)}, by=GRID, at=AT)
    with pytest.raises(Refused, match="先退回采集"):
        signed(session, home)
    with pytest.raises(UnknownAct):
        reviewing.move(session, book, home.case_id, YEAR, "lock", by=COUNTY, at=AT)


LATER = AT + timedelta(hours=1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE income_line SET amount = 1",
        "UPDATE income_line SET superseded = NOT superseded",
        "DELETE FROM income_line",
    ],
)
def test_the_database_itself_keeps_locked_lines(db, book, statement):
    with work(db) as session:
        locked(session, book, found(session)[0])

    with pytest.raises(DBAPIError, match="income is"), work(db) as session:
        session.execute(text(statement))


def test_the_database_itself_takes_no_new_line_for_a_locked_statement(db, book):
    with work(db) as session:
        [home] = found(session)
        locked(session, book, home)
        statement = opening.of_households(session, [home.id], YEAR)[home.id]
        told = {"entered_by": "x", "entered_by_name": "x", "source": "typed", "item": "crops", "quarter": 4}
        line = IncomeLine(statement_id=statement.id, amount=Decimal(1), entered_at=LATER, **told)

    with pytest.raises(DBAPIError, match="income is locked"), work(db) as session:
        session.add(line)


def test_a_line_can_be_corrected_after_unlocking(session, home, book):
    locked(session, book, home)
    reviewing.move(session, book, home.case_id, YEAR, "unlock", reason="数据重复", by=COUNTY, at=LATER)

    assert entering.enter(session, home.case_id, 4, None, {"crops": Decimal(1)}, by=GRID, at=LATER) == 1
    statement = opening.of_households(session, [home.id], YEAR)[home.id]
    assert (statement.locked_at, statement.locked_by_name) == (None, "")


def test_a_lock_needs_its_guards_even_past_the_acts(session, home, book):
    entering.enter(session, home.case_id, 4, head(session, home), WAGE, by=GRID, at=AT)
    statement = opening.of_households(session, [home.id], YEAR)[home.id]

    with pytest.raises(MoveBlocked) as refused:
        advance(session, book, statement.case_id, "review_village", by=CLERK, at=AT)
    assert {one.code for one in refused.value.blockers} == {"quarter-missing", "unsigned"}


def test_the_desk_counts_and_lists_what_is_due(session, home, book):
    more = found(session, ("和国强", "木春林"))
    fill(session, more[0])
    locked(session, book, more[1])

    assert desk.counts(session, VILLAGE, YEAR, CLERK) == {"none": 1, "collecting": 1, "locked": 1}
    page = desk.listed(session, VILLAGE, YEAR, CLERK, date(2021, 11, 1), limit=2)
    rest = desk.listed(session, VILLAGE, YEAR, CLERK, date(2021, 11, 1), after=page[-1].number)
    assert {row.household_id for row in (*page, *rest)} == {home.id, more[0].id, more[1].id}
    only = desk.listed(session, VILLAGE, YEAR, CLERK, date(2021, 11, 1), state="locked")
    assert [row.head_name for row in only] == ["木春林"]


def test_the_figures_of_many_households_take_as_many_statements_as_of_one(session, book):
    homes = found(session, tuple(f"户主{n}" for n in "一二三四五六"))
    for home in homes:
        entering.enter(session, home.case_id, 4, head(session, home), WAGE, by=GRID, at=AT)
    session.flush()

    one = counted(session, lambda: figures(session, [homes[0].id], YEAR))
    many = counted(session, lambda: figures(session, [home.id for home in homes], YEAR))

    assert one == many == 3


def counted(session, ask):
    seen = []
    connection = session.connection()

    def count(*_: object) -> None:
        seen.append(1)

    event.listen(connection, "before_cursor_execute", count)
    ask()
    event.remove(connection, "before_cursor_execute", count)
    return len(seen)


@given(st.lists(st.tuples(st.sampled_from(list(groups())), st.decimals(0, 10**6, places=2)), max_size=30))
def test_a_measure_is_the_sum_of_what_counts_less_what_is_spent(lines):
    sums = {group: sum((amount for name, amount in lines if name == group), Decimal(0)) for group in groups()}
    earned = sum(sums[group] for group in ("wage", "business", "property", "transfer"))

    assert measure("net", sums) == earned - sums["business_cost"]
    assert measure("disposable", sums) == earned - sums["business_cost"] - sums["transfer_cost"]
    expected = measure("net", sums) + sums["compensation"] - sums["out_of_pocket"]
    assert measure("reference", sums) == expected


def test_a_backup_with_locked_income_is_restored(run_folder: Path, tmp_path: Path, sqlite_db, book):
    with work(sqlite_db) as session:
        [home] = found(session)
        locked(session, book, home)
    store, file = FileStore(str(tmp_path / "files")), tmp_path / "backup.zip"
    manifest = saving.save(sqlite_db, store, file, AT, lambda _: None)
    fresh = databases.fresh_sqlite(run_folder, tmp_path / "restored.sqlite")

    restoring.load(fresh, store, file, manifest, lambda _: None)

    with reading(connect(str(fresh.url))) as session:
        assert figures(session, [home.id], YEAR)[home.id].total("net") == 24000
    fresh.dispose()


def test_signatures_of_the_future_or_of_nothing_are_refused(session, home):
    said = signing.Signatures("李秀英", "和建军", date(2021, 11, 2), True)
    with pytest.raises(NotFound):
        signing.sign(session, home.case_id, YEAR, said, by=GRID, at=AT)
    fill(session, home)
    with pytest.raises(BadInput, match="不能晚于今天"):
        signing.sign(session, home.case_id, YEAR, said, by=GRID, at=AT)
