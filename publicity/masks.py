"""What of a household may stand on a public list, and how a name is masked for the copy on the web.

The rule the office is held to: no identity number, telephone, bank account or state of health in any public list, no
minor by name, and nothing that the villagers do not need to say "this is not so".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from publicity.errors import PublicityError

# The only columns a public list may have, in print order.
COLUMNS: Mapping[str, str] = {
    "seq": "序号",
    "village": "村（社区）",
    "group": "村民小组",
    "head": "户主姓名",
    "persons": "家庭人口数",
    "category": "拟定类别",
    "mode": "消除方式",
}
ADULT = 18
DOTS = "·•・‧∙"  # as the dot of a name is found in old registers
STAR = "*"
_COMPOUND = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台"
    "皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘"
    "子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
    "段干百里呼延东郭南门羊舌微生公户公玉梁丘左丘东门西门第五"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[at : at + 2] for at in range(0, len(_COMPOUND), 2))
IDENTITY = re.compile(r"(?<!\d)\d{15}(?!\d)|(?<!\d)\d{17}[\dXx](?![\dXx])")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
ACCOUNT = re.compile(r"\d{12,}")
HEALTH = re.compile(r"因病|因残|患病|重病|大病|慢性病|残疾|精神病|艾滋|肿瘤|癌")


class MinorNamed(PublicityError):
    """A minor's name was about to be made public, masked or not."""


def name(full: str) -> str:
    """A name for the web copy: 张*, 李*英, 欧阳*, 欧阳*明, 扎西·**; at least one character is always hidden."""
    text = full.strip(f" {DOTS}")
    first, *rest = re.split(f"([{DOTS}])", text)
    if rest:
        return first + "".join(part if part in DOTS else STAR * len(part) for part in rest if part)
    if len(text) < 2:
        return STAR * len(text)
    if len(text) > 2 and text[:2] in COMPOUND_SURNAMES:
        return text[:2] + STAR + text[3:] if len(text) == 4 else text[:2] + STAR * (len(text) - 2)
    if len(text) == 2:
        return text[0] + STAR
    return text[0] + STAR * (len(text) - 2) + text[-1]


def publishable_name(full: str, age: int, *, web: bool) -> str:
    """The name as a public list shows it; raise MinorNamed for a minor, who appears in a count only."""
    if age < ADULT:
        raise MinorNamed("未成年人的姓名不得公开，只能计入人数")
    return name(full) if web else full


def leaks(text: str) -> list[str]:
    """What in this text must not be made public, in Chinese; empty when nothing is found."""
    squeezed = re.sub(r"[\s\-]", "", text)
    found = []
    if IDENTITY.search(squeezed):
        found.append("身份证号码")
    if MOBILE.search(squeezed):
        found.append("手机号码")
    if ACCOUNT.search(squeezed) and not IDENTITY.search(squeezed):
        found.append("银行账号等长号码")
    if HEALTH.search(squeezed):
        found.append("健康、残疾等情况")
    return found
