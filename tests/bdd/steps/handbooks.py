"""Sentences about the handbook itself."""

import json
from xml.etree import ElementTree

from pytest_bdd import given, then, when

from tests import bdd_checks
from tests.bdd.people import ROLES
from tests.bdd.phrases import phrase
from tests.bdd.world import World
from web.handbook.answers import REFUSAL, STEP, answers, find
from web.handbook.asking import ask
from web.handbook.feature_files import shipped
from web.handbook.manual import Manual, clauses, procedures
from web.handbook.offline import written
from web.handbook.results import Results, read

HEAD = "# language: zh-CN\n功能: 公示\n"
ONCE = "\n  场景: 期满\n    假如 有一份公示\n"
FAULTS = {
    "与别的同名": ONCE + ONCE,
    "大纲没有例子": '\n  场景大纲: 边界\n    假如 公示了"<天数>"天\n',
    "没有步骤": "\n  场景: 空\n",
    "用全角冒号": ONCE.replace(":", "："),
}


@given(phrase('最近一次检验中，场景"{name}"的结果是"{result}"'))
def was_checked(world: World, name: str, result: str) -> None:
    suite = ElementTree.Element("testsuite", timestamp="2021-10-18T09:00:00")
    for scenario in [one for feature in shipped() for one in feature.scenarios if one.name == name]:
        if result != "没有检验":
            case = ElementTree.SubElement(suite, "testcase")
            told = json.dumps({"file": scenario.file, "name": scenario.name, "example": {}})
            ElementTree.SubElement(ElementTree.SubElement(case, "properties"), "property", name="scenario", value=told)
            if result == "没有通过":
                ElementTree.SubElement(case, "failure")
    ElementTree.ElementTree(suite).write(world.folder / "junit.xml", "utf-8")


@when("写出离线手册")
def is_written(world: World) -> None:
    (world.folder / "handbook.html").write_text(
        written(Manual(shipped(), read(world.folder / "junit.xml")), {}), "utf-8"
    )


@when(phrase("有人写了一个{fault}的场景"))
def somebody_wrote(world: World, fault: str) -> None:
    (world.folder / "notices.feature").write_text(HEAD + FAULTS[fault], "utf-8")


@then(phrase('检验前就拒收，原因有"{reason}"'))
def is_refused(world: World, reason: str) -> None:
    assert reason in "".join(bdd_checks.problems(world.folder))


@then(phrase('手册写明场景"{name}"{result}'))
def handbook_says(world: World, name: str, result: str) -> None:
    text = (world.folder / "handbook.html").read_text("utf-8")
    heading = next(part for part in text.split("<h4>")[1:] if name in part.partition("</h4>")[0])
    assert f">{result}</span>" in heading.partition("</h4>")[0]


@then("手册不用联网就能看")
def stands_alone(world: World) -> None:
    text = (world.folder / "handbook.html").read_text("utf-8")
    assert [word for word in ("<script", "<link", "src=", "http://", "https://", "url(") if word in text] == []


@then("手册里每条要求都至少有一个场景")
def every_requirement_is_shown(world: World) -> None:
    topics = {topic.name: topic for topic in Manual(shipped(), Results()).requirements()}
    assert [name for name in clauses() if not topics[name].scenarios] == []


@then("手册里方案的每个步骤都列在各自的程序下")
def every_step_is_listed(world: World) -> None:
    listed = [(way.pack, way.title, tuple(s.name for s in way.steps)) for way in Manual(shipped(), Results()).ways()]
    assert listed == list(procedures())
    assert "村级公示" in {step for _, _, steps in listed for step in steps}


@when(phrase('{role:role}在手册里问"{words}"'))
def asks(world: World, role: str, words: str) -> None:
    assert ROLES[role]
    world.words["handbook"] = {"found": [one.question for one in ask(words)]}


@then(phrase('手册答复里有"{question}"'))
def is_answered(world: World, question: str) -> None:
    assert question in world.words["handbook"]["found"]


@then("手册没有答复")
def is_not_answered(world: World) -> None:
    assert world.words["handbook"]["found"] == []


@then(phrase('手册对不能办的原因答复了规矩"{rule}"'))
def refusal_is_explained(world: World, rule: str) -> None:
    for blocker in world.blockers():
        answer = find(REFUSAL, blocker.code)
        assert answer is not None
        assert rule in answer.rules


@then("手册对每个方案的每一步都有答复，写明由谁办理")
def steps_are_answered() -> None:
    for pack, _move, titles in procedures():
        for title in titles:
            answer = find(STEP, title)
            assert answer is not None
            assert any(pack in said and "办理" in said for said in answer.told)


@then("手册的答复都有场景和出处")
def answers_have_sources() -> None:
    assert [one.name for one in answers() if not one.scenarios or not one.requirements] == []
