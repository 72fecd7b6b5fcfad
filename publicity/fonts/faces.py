"""The prepared faces: which source becomes which family, and the order in which a character looks for its glyph."""

from __future__ import annotations

from dataclasses import dataclass

RECIPE = 1  # raise it when the making below changes, so that every machine prepares anew
ASCII = frozenset(range(0x20, 0x7F))
PAGE_NUMBER = frozenset(map(ord, "0123456789— "))


@dataclass(frozen=True, slots=True)
class Face:
    """One family to be made: from which file, limited to which characters, without those of which earlier families."""

    family: str
    file: str
    only: frozenset[int] | None = None
    after: tuple[str, ...] = ()
    features: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The name of the prepared file."""
        return self.family.replace(" ", "") + ".ttf"


FACES = (
    Face("GW Latin", "LiberationSerif-Regular.ttf", only=ASCII, features=("kern",)),
    Face("GW FangSong", "FandolFang-Regular.otf"),
    Face("GW XiaoBiaoSong", "FandolSong-Bold.otf"),
    Face("GW Hei", "FandolHei-Regular.otf"),
    Face("GW Kai", "FandolKai-Regular.otf"),
    Face("GW PageNum", "FandolSong-Regular.otf", only=PAGE_NUMBER),
    Face("GW Ext", "LXGWWenKai-Light.ttf", after=("GW FangSong",)),
    Face("GW RareA", "BabelStoneHan.ttf", after=("GW FangSong", "GW Ext")),
    Face("GW RareB", "HanaMinA.ttf", after=("GW FangSong", "GW Ext", "GW RareA")),
    Face("GW RareC", "HanaMinB.ttf", after=("GW FangSong", "GW Ext", "GW RareA", "GW RareB")),
)

# What every chain of the style sheets ends with: a character is printable when one of these has it.
BODY = ("GW Latin", "GW Office FangSong", "GW FangSong", "GW Ext", "GW RareA", "GW RareB", "GW RareC")

# The office's own fonts, recognised by a part of their names; the first match in this order is taken.
OFFICE = {
    "GW Office FangSong": ("仿宋_gb2312", "fangsong_gb2312", "方正仿宋", "仿宋", "fangsong"),
    "GW Office XiaoBiaoSong": ("方正小标宋", "小标宋", "xiaobiaosong", "fzxbs"),
    "GW Office Hei": ("方正黑体", "黑体", "simhei"),
    "GW Office Kai": ("楷体_gb2312", "kaiti_gb2312", "方正楷体", "楷体", "kaiti"),
}
