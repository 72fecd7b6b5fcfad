"""Ledgers and books that are kept on paper."""

from __future__ import annotations

from publicity.documents.annual_income.values import AnnualIncome
from publicity.documents.annual_income_list.values import AnnualIncomeList
from publicity.documents.consolidation_plan.values import ConsolidationPlan
from publicity.documents.document import Document
from publicity.documents.help_booklet.values import HelpBooklet
from publicity.documents.paper_ledger.values import PaperLedger

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "help_booklet",
        "帮扶手册",
        HelpBooklet,
        "识别为监测对象以后、每次补填措施和走访以后，在户的页面或“打印文书”按村打印，放在农户家里",
        ("BZ09", "XZ07"),
    ),
    Document(
        "consolidation_plan",
        "年度巩固提升计划",
        ConsolidationPlan,
        "年初为脱贫户登记帮扶措施以后，在户的页面或“打印文书”按村打印，双方签字",
        ("BZ09", "HT10"),
    ),
    Document(
        "annual_income",
        "年度家庭收入情况表",
        AnnualIncome,
        "年度收入逐级审核锁定以后，在户的页面或“打印文书”按村逐户打印",
        ("TZ21",),
    ),
    Document(
        "annual_income_list",
        "年度家庭收入情况表（全村）",
        AnnualIncomeList,
        "全村的年度收入都锁定以后，在“打印文书”按村打印成一张表",
        ("TZ21",),
    ),
    Document(
        "paper_ledger",
        "重要信息纸质台账",
        PaperLedger,
        "入户核实重要信息时，在“打印文书”按村打印，农户和信息采集员当面签字",
        ("TZ25", "BZ04"),
    ),
)
