"""Each refusal of the checker on a whole malformed plan, and what sound plans come out as."""

import re
from pathlib import Path

import pytest

from engine.errors import InvalidDefinition
from states.packs.loader import load, shipped
from states.terms import terms_of

TEXTS = shipped()
MALFORMED = sorted((Path(__file__).parent / "malformed").glob("*.toml"))
FILES = [file for file in MALFORMED if "重叠" not in file.read_text("utf-8")]  # two plans for one place are each sound
MARK = re.compile(r"# ← (.+)$")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_malformed_plan_is_refused_at_its_line_and_nowhere_else(file):
    text = file.read_text("utf-8")
    [(line, reason)] = [(n, m[1]) for n, one in enumerate(text.splitlines(), 1) if (m := MARK.search(one))]
    with pytest.raises(InvalidDefinition) as refused:
        load(file.stem, TEXTS | {file.stem: text})
    told = [str(problem) for problem in refused.value.problems]
    assert any(one.startswith(f"{file.stem}.toml:{line}: ") and reason in one for one in told), told


def plan(steps, *, top="", more="", way="identify", head='id = "try"\ntitle = "试"\n'):
    """A small plan with one move of these steps."""
    text = f"[pack]\n{head}[income]\nline = 4000\n{top}[move.{way}]\n{more}{steps}"
    text += '[move.clear_out]\n[[move.clear_out.step]]\nname = "look"\ntitle = "查"\nby = "village"\n'
    return load("try", TEXTS | {"try": text})


def step(name, more="", by="village", way="identify"):
    return f'[[move.{way}.step]]\nname = "{name}"\ntitle = "{name}步"\nby = "{by}"\n{more}\n'


def test_a_step_comes_out_as_it_was_written():
    more = 'basis = "三"\napart_from = ["one"]\nforms = ["表一"]\nskip_when = ["no_labour", "lifted_out"]\nafter = []\n'
    built = plan(step("one") + step("two", more) + step("three"), more='basis = "二"\nstarted_by = ["grid"]\n')
    move = built.definition.by_name["identify"]
    one, two, three = move.procedure.steps
    assert (one.after, two.after, three.after) == ((), (), ("two",))
    assert (one.basis, two.basis, two.apart_from, two.forms) == ("二", "三", ("one",), ("表一",))
    assert (one.by, one.by_title, one.level, one.skip, len(two.skip.rules)) == ("village", "村级信息员", 12, None, 2)
    assert (move.by, move.basis, move.label, move.target) == (("grid",), "二", "识别纳入", "monitored")
    assert not move.irreversible


@pytest.mark.parametrize(
    ("by", "level"),
    [
        *(("village", 12), ("grid", 12), ("township", 9), ("township_leader", 9)),
        *(("county", 6), ("department", 6), ("city", 4)),
    ],
)
def test_each_post_sits_at_its_level(by, level):
    [spec] = plan(step("one", by=by)).definition.by_name["identify"].procedure.steps
    assert spec.level == level


def test_a_clock_comes_out_as_it_was_written():
    more = 'period = "3 days"\nwithin = "5 workdays"\nstart = "run"\n'
    more += "window = { from = 2021-11-01, until = 2021-11-05 }\n"
    [spec] = plan(step("one", more)).definition.by_name["identify"].procedure.steps
    told = str(spec.clock.period), str(spec.clock.within), spec.clock.start, [str(day) for day in spec.clock.window]
    assert told == ("3 days", "5 workdays", "run", ["2021-11-01", "2021-11-05"])


def test_a_run_has_its_length_and_a_move_its_way_and_its_sources():
    more = 'way = "strike_off"\nfrom = ["candidate"]\nwithin = "15 days"\nstart = "lead"\nirreversible = true\n'
    text = step("one") + f"[move.leave]\n{more}" + step("go", way="leave")
    move = plan(text).definition.by_name["leave"]
    assert (move.way, move.sources, move.target, move.irreversible) == ("strike_off", ("candidate",), "exited", True)
    assert (str(move.within), move.start) == ("15 days", "lead")


def test_phases_give_their_days_to_the_steps_in_them():
    phase = (
        '[[phase]]\nname = "first"\ntitle = "一"\nfrom = 2021-11-01\nuntil = 2021-11-05\nsteps = ["identify.one"]\n'
        '[[phase]]\nname = "then"\ntitle = "二"\nuntil = 2021-11-09\nsteps = ["identify.two"]\n'
    )
    built = plan(step("one") + step("two") + step("three"), top=phase)
    one, two, three = built.definition.by_name["identify"].procedure.steps
    assert [[str(day) for day in spec.clock.planned or ()] for spec in (one, two, three)] == [
        ["2021-11-01", "2021-11-05"],
        ["2021-11-09", "2021-11-09"],
        [],
    ]


def test_a_notice_is_a_need_before_all_others_with_its_terms():
    more = (
        'notice = { level = "village", kind = "announcement", period = "3 days", count = "posting-day", '
        'roll_over = true, at = ["online"], after_interruption = "go-on" }\nneeds = [{ guard = "no_open_objection" }]\n'
    )
    built = plan(step("post", more))
    [spec] = built.definition.by_name["identify"].procedure.steps
    terms = terms_of(built.digest, "post")
    assert [need.name for need in spec.needs] == ["announcement", "no_open_objection"]
    assert spec.needs[0].title == "post步满3天"
    assert (terms.level, str(terms.duration), terms.count, terms.roll_over) == (
        "village",
        "3 days",
        "posting-day",
        True,
    )
    assert (terms.at, terms.after_interruption, terms.kind) == (("online",), "go-on", "announcement")


def test_alternatives_come_out_as_one_need():
    ways = '{ evidence = "minutes", held_as = "representatives" }, { evidence = "consultation", title = "两委商议" }'
    more = f'needs = [{{ any_of = [{ways}], title = "民主评议", basis = "四" }}]\n'
    [spec] = plan(step("one", more)).definition.by_name["identify"].procedure.steps
    [need] = spec.needs
    assert (need.title, need.basis) == ("民主评议", "四")
    assert [one.title for one in need.alternatives] == ["评议会议记录", "两委商议"]
    assert need.alternatives[0].basis == "四"


def test_a_state_that_no_move_reaches_is_left_out_and_words_are_the_places_own():
    built = plan(step("one"), top='[words]\nmonitored = "在册户"\n')
    assert [(state.name, state.label, state.final) for state in built.definition.states] == [
        ("candidate", "拟监测户", False),
        ("monitored", "在册户", False),
        ("exited", "已退出", True),
    ]
    assert built.definition.by_name["clear_out"].sources == ("monitored",)


def test_what_was_switched_off_is_not_there():
    text = step("one") + "[move.decline]\noff = true\n" + step("no", way="decline")
    assert "decline" not in plan(text).definition.by_name


@pytest.mark.parametrize(
    ("first", "second", "held"),
    [
        ("spot_check", "township", True),
        ("decision", "county", True),
        ("meeting", "township_leader", True),
        ("visit", "village", False),
    ],
)
def test_who_reviews_did_not_do_what_is_reviewed(first, second, held):
    def two(more=""):
        return step("one", by=second) + step("two", f'{more}needs = [{{ evidence = "{first}" }}]\n', by=second)

    assert plan(two('apart_from = ["one"]\n'))
    assert plan(two("after = []\n"))
    if held:
        with pytest.raises(InvalidDefinition, match="审到自己办的"):
            plan(two())
    else:
        assert plan(two())


@pytest.mark.parametrize(
    ("period", "short"), [("3 workdays", True), ("4 workdays", False), ("4 days", True), ("5 days", False)]
)
def test_working_days_are_longer_than_days_where_the_parent_asks_for_days(period, short):
    name = "xiaozhongdian-2021"
    texts = TEXTS | {name: TEXTS[name].replace('period = "5 workdays"', f'period = "{period}"')}
    if short:
        with pytest.raises(InvalidDefinition, match="公示至少5天"):
            load(name, texts)
    else:
        assert load(name, texts)


@pytest.mark.parametrize("level", ["village", "township", "county"])
def test_each_level_posts_its_own_notice(level):
    notice = f'notice = {{ level = "{level}", period = "3 days" }}\n'
    assert plan(step("post", notice, by=level))
    with pytest.raises(InvalidDefinition, match="岗位办理"):
        plan(step("post", notice, by="grid"))
