"""Forms that somebody at a household fills in or signs."""

from __future__ import annotations

from publicity.documents.application_authorisation.values import ApplicationAuthorisation
from publicity.documents.appraisal_minutes.values import AppraisalMinutes
from publicity.documents.collection_form.values import CollectionForm
from publicity.documents.document import Document
from publicity.documents.informed_consent.values import InformedConsent
from publicity.documents.natural_decrease.values import NaturalDecrease
from publicity.documents.natural_increase.values import NaturalIncrease
from publicity.documents.place_sheet.values import PlaceSheet
from publicity.documents.visit_sheet.values import VisitSheet

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "application_authorisation",
        "申请及承诺授权书",
        ApplicationAuthorisation,
        "农户申请时，在户的页面点“打印文书”，或者按村成批打印",
        ("XZ08", "TZ01"),
        comes_back_as=("application", "authorisation"),
    ),
    Document(
        "informed_consent",
        "风险消除知情同意书",
        InformedConsent,
        "拟消除风险前，在户的页面点“打印文书”，或者按村成批打印",
        ("XZ04", "TZ04"),
        comes_back_as=("consent",),
    ),
    Document(
        "collection_form",
        "信息采集表",
        CollectionForm,
        "新识别户采集、年度更新或核对时，在户的页面点“打印文书”，年度表按村成批打印",
        ("TZ06", "TZ07", "BZ02", "HT08"),
        comes_back_as=("visit",),
    ),
    Document(
        "visit_sheet",
        "入户核查单",
        VisitSheet,
        "入户以前，在户的页面或工作台点“打印入户核查单”，或者按村成批打印",
        ("TZ28",),
        comes_back_as=("visit",),
    ),
    Document(
        "place_sheet",
        "年度信息采集表（村、脱贫村、驻村工作队、乡镇）",
        PlaceSheet,
        "年度信息采集时，在“年度信息表”打开一个地方，点“打印采集表”",
        ("TZ09", "TZ10", "TZ11"),
    ),
    Document(
        "natural_increase",
        "脱贫户和监测户家庭成员自然增加情况表",
        NaturalIncrease,
        "每月或每轮采集更新家庭人口时，在“打印文书”按村和时间打印；一户的在户的页面打印",
        ("TZ05", "TZ06", "BZ04"),
        shares=("natural.css",),
    ),
    Document(
        "natural_decrease",
        "脱贫户和监测户家庭成员自然减少情况表",
        NaturalDecrease,
        "每月或每轮采集更新家庭人口时，在“打印文书”按村和时间打印；一户的在户的页面打印",
        ("TZ05", "TZ06", "BZ04"),
        shares=("natural.css",),
    ),
    Document(
        "appraisal_minutes",
        "民主评议会议记录",
        AppraisalMinutes,
        "开评议会以前，在“打印文书”按村打印空白记录和签到册；登记会议记录以后，打印填好的",
        ("XZ08", "TZ01", "DB04"),
    ),
)
