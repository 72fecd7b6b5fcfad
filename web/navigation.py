"""The main menu, the sections of the data desk, and the tabs of a household: what stands where, and who sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request

from engine.words import N_
from states.roles import Permission
from web.access import may


@dataclass(frozen=True, slots=True)
class Item:
    """One entry; `icon` is the name of a Bootstrap icon, `lead` what a section is for."""

    endpoint: str
    label: str
    needs: Permission
    icon: str
    lead: str = ""

    @property
    def blueprint(self) -> str:
        """The group of pages that it leads into."""
        return self.endpoint.partition(".")[0]

    @property
    def is_here(self) -> bool:
        """Whether the present page belongs to this entry; the pages of a household belong to the register."""
        here = request.blueprint
        if self is REGISTER:
            return here == self.blueprint or _is_household()
        if self is DATA:
            return here in {one.blueprint for one in (self, *SECTIONS)} and not _is_household()
        return here == self.blueprint or (self is LAB and here == "lab_changes")


def _is_household() -> bool:
    """Whether the present page is about one household: the blueprint of one of its tabs, and a case."""
    return request.blueprint in {tab.blueprint for tab in TABS} and "case_id" in (request.view_args or {})


REGISTER = Item("register.index", N_("农户"), Permission.READ_HOUSEHOLD, "house")
LAB = Item("lab.index", N_("方案"), Permission.READ_PACKS, "journal-check")
DATA = Item("data.index", N_("数据"), Permission.READ_HOUSEHOLD, "clipboard-data")

SECTIONS: tuple[Item, ...] = (
    Item(
        "exchange.index",
        N_("导入导出"),
        Permission.EXPORT,
        "arrow-left-right",
        N_("名单和采集表的导入、导出、打印"),
    ),
    Item(
        "intake.index",
        N_("表格导入"),
        Permission.IMPORT,
        "upload",
        N_("农户、收入、务工、培训、帮扶、坐标、申报数、新增成员，都可以按表格导入"),
    ),
    Item(
        "leads.index",
        N_("线索"),
        Permission.READ_HOUSEHOLD,
        "bell",
        N_("预警线索：登记、分析研判、审核确认进入程序，或写明理由了结"),
    ),
    Item(
        "scans.index",
        N_("扫描归档"),
        Permission.READ_HOUSEHOLD,
        "upc-scan",
        N_("签好的表扫描或拍照传上来，按二维码归到各户，读不出的由人归档"),
    ),
    Item(
        "grids.index",
        N_("网格"),
        Permission.READ_HOUSEHOLD,
        "grid-3x3",
        N_("每户编进一个网格，看各网格排查到哪里"),
    ),
    Item(
        "changes.index",
        N_("变更核对"),
        Permission.READ_HOUSEHOLD,
        "people",
        N_("一人提出、另一人核对；两人各录一遍；村级台账和自然增减台账；没有入户的录入"),
    ),
    Item(
        "income.index",
        N_("收入核对"),
        Permission.READ_HOUSEHOLD,
        "cash-coin",
        N_("四个季度的收入：采集、双签字、逐级审核、锁定、导入导出"),
    ),
    Item(
        "livelihood.index",
        N_("务工就学"),
        Permission.READ_HOUSEHOLD,
        "briefcase",
        N_("对不上的务工信息、雨露计划学生、技能培训"),
    ),
    Item(
        "help.index",
        N_("帮扶"),
        Permission.READ_HOUSEHOLD,
        "heart-pulse",
        N_("一户一策查漏补缺、季度核查、统计表"),
    ),
    Item(
        "look_back.index",
        N_("回头看"),
        Permission.READ_HOUSEHOLD,
        "arrow-counterclockwise",
        N_("程序缺什么补什么，两张核查名单，消除稳不稳，超一年未消除的户"),
    ),
    Item(
        "quality.index",
        N_("数据质量"),
        Permission.READ_HOUSEHOLD,
        "clipboard-check",
        N_("按规则筛查疑点，凭据整改，再筛查销号"),
    ),
    Item(
        "reconciliation.index",
        N_("比对核账"),
        Permission.READ_RECONCILIATION,
        "columns-gap",
        N_("台账送部门比对，差异逐条核定，直到账账相符"),
    ),
    Item(
        "totals.index",
        N_("汇总核对"),
        Permission.READ_HOUSEHOLD,
        "calculator",
        N_("组数自动合计到村、乡镇，对不上的列出来"),
    ),
    Item(
        "printing.index",
        N_("打印文书"),
        Permission.PRINT,
        "printer",
        N_("一个村、一户现在要打印的文书：表、册、会议记录、台账"),
    ),
    Item(
        "archives.index",
        N_("档案"),
        Permission.ARCHIVE,
        "archive",
        N_("一户一档：一个村、一次行动的档案一次做好，自带核对程序"),
    ),
    Item(
        "reports.index",
        N_("报告"),
        Permission.READ_HOUSEHOLD,
        "file-earmark-text",
        N_("季度统计表、风险化解报告、通报、年度总结，数字连着名单，改好就印发"),
    ),
    Item(
        "jobs.index",
        N_("后台任务"),
        Permission.READ_HOUSEHOLD,
        "hourglass-split",
        N_("费时的事办到哪里了，结果在哪里取"),
    ),
)
"""The sections of the data desk, in the order in which a year's round goes through them."""

TABS: tuple[Item, ...] = (
    Item("cases.show", N_("办理"), Permission.READ_HOUSEHOLD, "signpost-split"),
    Item("homes.location", N_("位置"), Permission.READ_HOUSEHOLD, "geo-alt"),
    Item("homes.facts", N_("户情"), Permission.READ_HOUSEHOLD, "people"),
    Item("livelihood.household", N_("务工就学"), Permission.READ_HOUSEHOLD, "briefcase"),
    Item("help.household", N_("帮扶"), Permission.READ_HOUSEHOLD, "heart-pulse"),
    Item("changes.household", N_("成员变动"), Permission.READ_HOUSEHOLD, "people"),
    Item("income.show", N_("收入"), Permission.READ_HOUSEHOLD, "cash-coin"),
    Item("cases.on_day", N_("某日情况"), Permission.READ_HOUSEHOLD, "clock-history"),
    Item("look_back.way", N_("程序标准"), Permission.READ_HOUSEHOLD, "list-ol"),
    Item("quality.household", N_("疑点"), Permission.READ_HOUSEHOLD, "question-octagon"),
)
"""The pages of one household, all of which take its `case_id`; the first is its file."""

ITEMS: tuple[Item, ...] = (
    Item("worklist.index", N_("待办"), Permission.READ_HOUSEHOLD, "list-check"),
    REGISTER,
    Item("notices.index", N_("公示"), Permission.READ_HOUSEHOLD, "megaphone"),
    Item("objections.index", N_("异议"), Permission.READ_OBJECTION, "chat-left-text"),
    Item("department.index", N_("部门比对"), Permission.ANSWER_DEPARTMENT, "person-vcard"),
    Item("issued.index", N_("文书"), Permission.READ_PAPERS, "file-earmark-check"),
    DATA,
    Item("announcements.index", N_("认定公告"), Permission.PRINT, "file-earmark-text"),
    Item("people.index", N_("账号"), Permission.READ_USERS, "people"),
    Item("areas.index", N_("地区"), Permission.READ_AREAS, "geo-alt"),
    Item("exchange.layouts", N_("表样"), Permission.MANAGE_FORMS, "file-earmark-spreadsheet"),
    Item("procedure.index", N_("程序"), Permission.READ_PACKS, "signpost-split"),
    LAB,
    Item("ledger.index", N_("台账"), Permission.READ_LEDGER, "shield-check"),
    Item("jobs.ask_clear", N_("清除过期任务"), Permission.BACKUP, "trash"),
    Item("handbook.index", N_("手册"), Permission.READ_PACKS, "book"),
)


def shown(items: Iterable[Item]) -> list[Item]:
    """Those entries that the person signed in may open."""
    return [item for item in items if may(item.needs)]


def menu() -> list[Item]:
    """The entries for the person signed in; the first is where they begin."""
    return shown(ITEMS)


def sections() -> list[Item]:
    """The sections of the data desk for the person signed in."""
    return shown(SECTIONS)


def tabs() -> list[Item]:
    """The pages of a household for the person signed in."""
    return shown(TABS)
