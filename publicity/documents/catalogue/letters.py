"""Letters from one office to another, and what an office signs."""

from __future__ import annotations

from publicity.documents.accuracy_commitment.values import AccuracyCommitment
from publicity.documents.decline_notice.values import DeclineNotice
from publicity.documents.document import Document
from publicity.documents.joint_review_answer.values import JointReviewAnswer
from publicity.documents.joint_review_request.values import JointReviewRequest
from publicity.documents.objection_answer.values import ObjectionAnswer
from publicity.documents.objection_receipt.values import ObjectionReceipt
from publicity.documents.permission_reply.values import PermissionReply
from publicity.documents.permission_request.values import PermissionRequest
from publicity.documents.township_review.values import TownshipReview

DOCUMENTS: tuple[Document, ...] = (
    Document(
        "permission_request",
        "开放录入权限的请示",
        PermissionRequest,
        "一个阶段的数据核实好、要录入系统以前，乡镇在“文书”页点“印发文书”",
        ("TZ19",),
    ),
    Document(
        "permission_reply",
        "开放录入权限的批复",
        PermissionReply,
        "收到乡镇的请示以后，县里在这份请示的页面点“批复”",
        ("TZ19",),
    ),
    Document(
        "accuracy_commitment",
        "数据准确性承诺书",
        AccuracyCommitment,
        "数据往上一级报以前，由包村领导、乡镇党政主要负责人、县级领导小组组长依次在“文书”页印发并签字",
        ("TZ26",),
    ),
    Document(
        "joint_review_request",
        "部门联审函",
        JointReviewRequest,
        "乡镇上报到县里、要请部门联审时，县里在“文书”页逐个部门印发",
        ("XZ16",),
    ),
    Document(
        "joint_review_answer",
        "部门联审复函",
        JointReviewAnswer,
        "部门在“部门比对”页答复完以后，在“文书”页印发盖章",
        ("XZ16",),
    ),
    Document(
        "township_review",
        "乡镇审核意见表",
        TownshipReview,
        "乡镇审核一户的程序时，在“文书”页填户编号印发",
        ("XZ15",),
    ),
    Document(
        "decline_notice",
        "不予纳入告知书",
        DeclineNotice,
        "研判后不予纳入的，在“文书”页填户编号印发，当面送达农户签收",
        ("TZ01", "XZ02"),
    ),
    Document(
        "objection_answer",
        "公示异议答复函",
        ObjectionAnswer,
        "异议办结以后，在这条异议的页面点“印发答复函”",
        ("XZ14",),
    ),
    Document(
        "objection_receipt",
        "公示异议受理回执",
        ObjectionReceipt,
        "群众当面或者打电话反映、登记以后，在这条异议的页面点“打印回执”，当场交给反映人",
        ("XZ14",),
    ),
)
