"""Lists that hang in public."""

from __future__ import annotations

from publicity.documents.county_notice.values import CountyNotice
from publicity.documents.decision_announcement.values import DecisionAnnouncement
from publicity.documents.document import Document
from publicity.documents.file_copy.values import FileCopy
from publicity.documents.period_correction.values import PeriodCorrection
from publicity.documents.result_announcement.values import ResultAnnouncement
from publicity.documents.township_notice.values import TownshipNotice
from publicity.documents.village_notice.values import VillageNotice

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "village_notice",
        "村级公示",
        VillageNotice,
        "村里起草了公示、点“打印”以后（公示 → 打印）",
        ("XZ14", "DB04", "TZ01", "HN01"),
    ),
    Document(
        "township_notice",
        "乡镇公示",
        TownshipNotice,
        "乡镇起草了公示、点“打印”以后（公示 → 打印）",
        ("XZ15", "DB04"),
    ),
    Document(
        "county_notice",
        "县级公示",
        CountyNotice,
        "方案要求县里公示的，县里起草了公示、点“打印”以后（公示 → 打印）",
        ("DB04",),
    ),
    Document(
        "result_announcement",
        "结果公告",
        ResultAnnouncement,
        "方案里的公告步骤起草了公告、点“打印”以后（公示 → 打印）",
        ("BZ11", "HT01", "DB04"),
    ),
    Document(
        "decision_announcement",
        "认定公告",
        DecisionAnnouncement,
        "县里审定以后，在“认定公告”页选这一次审定，点“生成公告”",
        ("DB04",),
    ),
    Document(
        "file_copy",
        "内部存档名单",
        FileCopy,
        "公示、公告印制以后归档时，在公示页点“内部存档名单”",
        ("DB04", "XZ14"),
    ),
    Document(
        "period_correction",
        "公示期更正通知",
        PeriodCorrection,
        "公示期延长，或者实际截止日与墙上印的不同，在公示页点“打印更正通知”，贴在原公示旁边",
        ("DB04", "XZ14", "XZ15"),
    ),
)
