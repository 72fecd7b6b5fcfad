"""Where the data that a finding doubts are corrected: a tab of the household by the topic of the rule."""

from __future__ import annotations

from engine.words import N_
from states.quality.rulebook import Rule

FILE = "cases.show"
TABS = {
    "家庭成员关系": "changes.household",
    "证件和身份": "changes.household",
    "健康和劳动能力": "changes.household",
    "教育和年龄": "changes.household",
    "联系电话、土地和住房": "changes.household",
    "务工和公益性岗位": "livelihood.household",
    "帮扶措施": "help.household",
    "医疗和养老保险": "changes.household",
    "跨年度比对": "income.show",
    "识别和消除记录": FILE,
    "应纳未纳和四类排查": FILE,
}
LABELS = {
    "changes.household": N_("提出变更"),
    "livelihood.household": N_("更正务工就学"),
    "help.household": N_("更正风险和帮扶"),
    "income.show": N_("更正收入"),
    FILE: N_("看这一户的办理"),
}


def tab_of(rule: Rule | None) -> tuple[str, str]:
    """The page on which to correct it and what its link says; the household's file where no other page fits."""
    page = TABS.get(rule.topic, FILE) if rule else FILE
    return page, LABELS[page]
