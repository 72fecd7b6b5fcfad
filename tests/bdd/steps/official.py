"""Sentences about the official form of papers, and about the list of documents in the handbook."""

from pytest_bdd import then, when

from publicity.documents import DOCUMENTS, find, render
from tests.bdd.phrases import phrase
from tests.bdd.steps.pages import page, pages
from tests.bdd.world import World
from tests.publicity.measured import pages as sheets

HEAD, ISSUED = "序号 村（社区） 村民小组 户主姓名 家庭人口数 认定类别", "2021年11月13日"


def printed_lines(world: World) -> list[list[str]]:
    """The lines of each page."""
    assert world.printed is not None
    return [sheet.lines() for sheet in sheets(world.printed.pdf)]


@when(phrase("{role:role}打印一份纳入{count:d}户的认定公告"))
def prints_an_announcement(world: World, role: str, count: int) -> None:
    sample = find("decision_announcement").sample()
    rows = [sample["entering"][0] | {"group": f"第{at}小组"} for at in range(1, count + 1)]
    world.printed = render("decision_announcement", sample | {"entering": rows, "leaving": []})


@then("名单印在正文里")
def list_is_inside(world: World) -> None:
    assert HEAD in printed_lines(world)[0]
    assert not [line for page in printed_lines(world) for line in page if line.startswith("附件")]


@then("名单另页印作附件，正文后有附件说明")
def list_is_attached(world: World) -> None:
    said = printed_lines(world)
    assert "附件：云岭镇纳入防止返贫监测对象名单" in next(page for page in said if ISSUED in "".join(page))
    assert [page[:3] for page in said if page[0] == "附件"] == [["附件", "云岭镇纳入防止返贫监测对象名单", HEAD]]


@then("有名单的每一页都有表头，每一户都完整地印了一次")
def rows_are_whole(world: World) -> None:
    said = [[line for line in page if line == HEAD or line.endswith(" 边缘易致贫户")] for page in printed_lines(world)]
    assert [page[0] for page in said if page] == [HEAD] * sum(map(bool, said))
    rows = [line for page in said for line in page if line != HEAD]
    assert rows == [f"{at} 和平村 第{at}小组 和志强 4 边缘易致贫户" for at in range(1, len(rows) + 1)]


@then("落款的那一页上有正文")
def signature_has_company(world: World) -> None:
    [signed] = [page for page in printed_lines(world) if any(ISSUED in line for line in page)]
    assert any(line.startswith("接收时间：") for line in signed)


@when(phrase('{role:role}在文书目录里打开"{title}"'))
def opens_a_document(world: World, role: str, title: str) -> None:
    [name] = [name for name, document in DOCUMENTS.items() if document.title == title]
    world.page = pages(world).of(role).get(f"/handbook/documents/{name}")


@then("目录里每一种文书都写明什么时候印，并附样张")
def every_document_is_listed(world: World) -> None:
    told, html = page(world).text, page(world).html
    missing = [one.title for one in DOCUMENTS.values() if one.title not in told or one.trigger not in told]
    assert missing == []
    assert [name for name in DOCUMENTS if f"/{name}.pdf" not in html or f"/{name}-1.png" not in html] == []


@then(phrase("页面上有样张的{count:d}页"))
def every_page_is_shown(world: World, count: int) -> None:
    images = [one for one in page(world).root.iter("img") if ".png" in one.get("src", "")]
    assert len(images) == count
