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
CATEGORIES = ("unstable", "marginal", "sudden")
BY_TOWNSHIP = {
    "合计": Cell("scale"),
    "一般户": Cell("scale", ("general",)),
    "脱贫户": Cell("scale", ("lifted_out",)),
    "三类户": Cell("scale", CATEGORIES),
    "其中：脱贫不稳定户": Cell("scale", ("unstable",)),
    "其中：边缘易致贫户": Cell("scale", ("marginal",)),
    "其中：突发严重困难户": Cell("scale", ("sudden",)),
    "另：风险已消除": Cell("monitored", ("risk_eliminated",)),
}
LEADS = {
    "收到反映（次）": Cell("leads-reported"),
    "线索（条）": Cell("leads"),
    "待分析": Cell("leads-standing", ("received",)),
    "待确认": Cell("leads-standing", ("analysed",)),
    "进入程序": Cell("leads-standing", ("confirmed",)),
    "了结": Cell("leads-standing", ("closed",)),
    "没有答复（次）": Cell("leads-unanswered"),
}
CHANNELS = {
    "“四类人”排查": "four-kinds", "部门推送": "department", "手机APP": "app", "政府救助平台": "platform",
    "农户自主申报": "self", "12317热线": "hotline", "信访举报": "letters", "媒体和网络反映": "media",
    "低保申请": "low-income", "干部排查": "sweep", "信访、媒体和网络": "petition",
}  # fmt: skip
NATURAL = {"自然增加（人）": Cell("joined"), "自然减少（人）": Cell("left")}
REASONS = {
    "死亡": "died", "婚出": "married_out", "户籍迁出": "moved_out", "分户": "split", "失联": "missing",
    "判刑收监": "prison", "参军/出国": "army_or_abroad", "转移": "transferred", "其他": "other",
}  # fmt: skip
RISKS = {"新发现": "risks-found", "已化解": "risks-settled", "未化解": "risks-open"}
HELP = {
    "措施项数": "measures",
    "计划户数": "planned",
    "落实户数": "reached",
    "落实次数": "deliveries",
    "金额（元）": "amount",
}


PLAIN = LEADS | NATURAL | {"没有措施（户）": Cell("without-help")}


def meaning(table: str, title: str, below: str, line: str, document: str) -> Cell | None:
    """What the cell under these headings counts in a line; None for nothing."""
    if document == "scale_table":
        cell = BY_TOWNSHIP[title]
        return Cell(f"{cell.figure}-persons", cell.parts) if below == "人" else cell
    if table == "帮扶措施落实情况统计表":
        return _help(title, line)
    if title == "减少的原因":
        return Cell("left", (REASONS[below],))
    if table == "线索来源统计表":
        return Cell("leads-reported", (CHANNELS[line],) if line in CHANNELS else ())
    if title in PLAIN:
        return PLAIN[title]
    if title in KINDS:
        return Cell("reached", (KINDS[title],))
    if below in RISKS:
        return Cell(RISKS[below])
    cell = SCALE.get(title) or (Cell("decided", (WAYS[title],)) if title in WAYS else None)
    return Cell(f"{cell.figure}-persons", cell.parts) if cell and below == "人" else cell


def _help(title: str, line: str) -> Cell | None:
    figure = HELP[title]
    if line == "合计":
        total = {"planned": None, "reached": Cell("reached-by-any")}
        return total[figure] if figure in total else Cell(figure)
    return Cell(figure, (KINDS[line],))
