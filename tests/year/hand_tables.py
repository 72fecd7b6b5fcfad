"""What the columns and lines of the printed tables mean, as the plans word them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell counts: a figure and some of its parts, all without any; `amount` is money."""

    figure: str
    parts: tuple[str, ...] = ()


KINDS = {
    "产业帮扶": "industry", "金融帮扶": "finance", "就业帮扶": "employment", "安全住房保障帮扶": "housing",
    "饮水安全保障帮扶": "water", "健康帮扶": "health", "教育帮扶": "education", "社会帮扶": "society",
    "搬迁帮扶": "relocation", "综合保障兜底": "safety_net", "专人帮扶": "person", "防贫风险基金帮扶": "fund",
}  # fmt: skip
SCALE = {
    "登记农户": Cell("registered"),
    "普通农户": Cell("registered", ("general",)),
    "脱贫户": Cell("registered", ("lifted_out",)),
    "脱贫不稳定户": Cell("category", ("unstable",)),
    "边缘易致贫户": Cell("category", ("marginal",)),
    "突发严重困难户": Cell("category", ("sudden",)),
    "风险已消除": Cell("monitored", ("risk_eliminated",)),
    "监测对象": Cell("monitored", ("monitored", "re_flagged")),
}
WAYS = {
    "识别纳入": "identify", "风险消除": "eliminate", "风险消除回退": "roll_back", "风险再标注": "re_flag",
    "不予纳入": "decline", "清退": "clear_out", "销户": "strike_off",
}  # fmt: skip
RISKS = {"新发现": "risks-found", "已化解": "risks-settled", "未化解": "risks-open"}
HELP = {
    "措施项数": "measures",
    "计划户数": "planned",
    "落实户数": "reached",
    "落实次数": "deliveries",
    "金额（元）": "amount",
}


def meaning(table: str, title: str, below: str, line: str) -> Cell | None:
    """What the cell under these headings counts in a line; None for nothing."""
    if table == "帮扶措施落实情况统计表":
        return _help(title, line)
    if title in KINDS:
        return Cell("reached", (KINDS[title],))
    if below in RISKS:
        return Cell(RISKS[below])
    if title == "没有措施（户）":
        return Cell("without-help")
    cell = SCALE.get(title) or (Cell("decided", (WAYS[title],)) if title in WAYS else None)
    return Cell(f"{cell.figure}-persons", cell.parts) if cell and below == "人" else cell


def _help(title: str, line: str) -> Cell | None:
    figure = HELP[title]
    if line == "合计":
        total = {"planned": None, "reached": Cell("reached-by-any")}
        return total[figure] if figure in total else Cell(figure)
    return Cell(figure, (KINDS[line],))
