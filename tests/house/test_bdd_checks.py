"""What pytest-bdd passes over in silence is refused by name."""

from pathlib import Path

import pytest

from tests.bdd_checks import problems, tags

HEAD = "# language: zh-CN\n功能: 公示\n"
ONCE = "\n  场景: 期满\n    假如 有一份公示\n"
OUTLINE = '\n  场景大纲: 边界\n    假如 公示了"<天数>"天\n'


def written(folder: Path, text: str) -> Path:
    (folder / "notices.feature").write_text(HEAD + text, "utf-8")
    return folder


def test_a_sound_file_is_accepted(tmp_path: Path) -> None:
    assert problems(written(tmp_path, ONCE + OUTLINE + "\n    例子:\n      | 天数 |\n      | 5 |\n")) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ONCE + ONCE, "场景名重复: 期满"),
        (ONCE + "\n  规则: 满5天\n" + ONCE, "场景名重复: 期满"),
        (OUTLINE, "场景大纲没有例子: 边界"),
        (OUTLINE + "\n    例子:\n      | 天数 |\n", "场景大纲没有例子: 边界"),
        ("\n  场景: 空\n", "场景没有步骤: 空"),
        (ONCE.replace("有一份", "有<几>份"), "步骤里有尖括号参数"),
        (ONCE.replace(":", "："), "半角冒号"),
        (ONCE.replace("假如", "如果"), "notices.feature"),
    ],
)
def test_what_would_pass_unseen_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    found = problems(written(tmp_path, text))
    assert found
    assert reason in found[0]


def test_tags_become_markers(tmp_path: Path) -> None:
    folder = written(tmp_path, "\n  @XZ14 @web\n  场景: 期满\n    假如 有一份公示\n")
    assert tags(folder) == ["XZ14", "web"]
