"""Sentences about the handbook itself."""

import json
from xml.etree import ElementTree

from pytest_bdd import given, then, when

from tests import bdd_checks
from tests.bdd.phrases import phrase
from tests.bdd.world import World
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
