"""The words of the evidence forms: what each field is called, and what the choices mean."""

from __future__ import annotations

from engine.words import N_
from states.evidence.criteria import ASKS
from states.evidence.fieldwork import SIGNERS
from states.evidence.meetings import CAPACITIES, HELD_AS
from states.evidence.responses import LEVELS
from states.evidence.reviews import DEPARTMENTS
from states.evidence.weighings import FOUND
from states.notice_lines import MODES

LABELS: dict[str, dict[str, str]] = {
    "visit": {
        "visitors": N_("入户人员"),
        "place": N_("入户地点"),
        "signed_by": N_("谁签了字"),
        "findings": N_("核查情况"),
        "income_per_head": N_("家庭人均纯收入（元）"),
        "housing_safe": N_("住房安全"),
        "water_safe": N_("饮水安全"),
        "insured": N_("已参加医保"),
        "in_school": N_("适龄子女在校"),
    },
    "application": {
        "applicant": N_("申请人"),
        "reason": N_("申请理由"),
        "signed_by": N_("谁签了字"),
        "writer": N_("代写人"),
    },
    "authorisation": {"scope": N_("授权查询的范围"), "signed_by": N_("谁签了字")},
    "consent": {
        "informed": N_("已告知农户"),
        "agreed": N_("农户同意"),
        "signed_by": N_("谁签了字"),
        "remarks": N_("备注"),
    },
    "told": {"result": N_("告知的结果和理由"), "way": N_("告知方式"), "recheck_explained": N_("已说明可以申请复核")},
    "minutes": {
        "held_as": N_("会议形式"),
        "instead_because": N_("为什么开扩大会议"),
        "place": N_("地点"),
        "chair": N_("主持人"),
        "recorder": N_("记录人"),
        "eligible": N_("应到人数"),
        "roster": N_("签到册"),
        "votes": N_("逐户表决"),
    },
    "proposal": {"items": N_("逐户意见")},
    "meeting": {
        "place": N_("地点"),
        "chair": N_("主持人"),
        "attendees": N_("参会人员"),
        "agreed": N_("逐户结论"),
        "measures": N_("明确的帮扶措施"),
    },
    "spot_check": {
        "checkers": N_("核查人员"),
        "on_site": N_("到户核查"),
        "holds": N_("与上报情况相符"),
        "remarks": N_("备注"),
    },
    "department_answer": {
        "department": N_("部门"),
        "hit": N_("比对命中"),
        "item": N_("命中事项"),
        "detail": N_("说明"),
    },
    "explanation": {"department": N_("部门"), "explanation": N_("核实说明")},
    "decision": {"approve": N_("审定同意"), "document": N_("文号"), "reason": N_("理由")},
    "entry": {"system_number": N_("系统编号")},
    "help_review": {
        "measures": N_("评议的帮扶措施"),
        "risk_gone": N_("风险已经消除"),
        "stands_without_help": N_("停止帮扶后仍稳定"),
        "remarks": N_("备注"),
    },
    "look_back": {"conclusion": N_("“回头看”结论"), "grounds": N_("理由")},
    "stability": {
        "income_lasting": N_("家庭收入持续稳定"),
        "guarantees_lasting": N_("“三保障”及饮水安全持续巩固"),
        "risk_gone": N_("风险稳定消除"),
        "procedure_complete": N_("风险消除程序规范"),
        "new_risk": N_("又出现新的返贫致贫风险"),
        "findings": N_("研判情况"),
    },
    "hindrance": {
        "cause": N_("未消除的原因"),
        "adjusted": N_("调整后的帮扶"),
        "person": N_("责任人"),
        "phone": N_("联系电话"),
        "review_on": N_("下次研判日期"),
    },
    "new_risk": {"cause": N_("主要原因"), "what": N_("新出现的情况")},
    "proof": {"what": N_("证明的内容")},
    "recheck_request": {"applicant": N_("申请人"), "reason": N_("申请复核的理由")},
    "recheck": {"checkers": N_("复核人员"), "upheld": N_("农户的意见成立"), "findings": N_("复核情况")},
    "filing": {
        "office": N_("备案机关"),
        "filing_number": N_("备案文号"),
        "accepted": N_("准予备案"),
        "remarks": N_("备注"),
    },
    "report": {"document": N_("文号"), "reported_to": N_("报送到哪里")},
    "system_opened": {"opened_on": N_("开放日期"), "until": N_("关闭日期"), "document": N_("文号")},
    "second_visit": {
        "visitors": N_("入户人员"),
        "signed_by": N_("谁签了字"),
        "findings": N_("核查情况"),
        "agrees": N_("与第一次入户的结果一致"),
    },
    "emergency": {"cause": N_("主要原因"), "what": N_("发生的情况"), "reported_by": N_("报告人")},
    "relief": {"measures": N_("先给予的帮扶"), "given_by": N_("帮扶单位或个人")},
    "weighing": {
        "income_per_head": N_("家庭人均纯收入（元）"),
        "expenses": N_("家庭刚性支出（元）"),
        "housing_safe": N_("住房安全"),
        "insured": N_("已参加医保"),
        "in_school": N_("适龄子女在校"),
        "water_safe": N_("饮水安全"),
        "conclusion": N_("研判结论"),
        "explanation": N_("研判理由"),
    },
    "assessment": {
        "stable_since": N_("收入从哪一天起稳定"),
        "income_per_head": N_("家庭人均纯收入（元）"),
        "housing_safe": N_("住房安全"),
        "insured": N_("已参加医保"),
        "in_school": N_("适龄子女在校"),
        "water_safe": N_("饮水安全"),
        "expenses_controlled": N_("刚性支出可控"),
        "measures_effective": N_("帮扶措施见效"),
        "no_new_risk": N_("没有出现新的风险"),
        "conclusion": N_("评估结论"),
        "remarks": N_("备注"),
    },
    "criterion_review": {
        "criterion": N_("退出标准"),
        "department": N_("部门"),
        "met": N_("达到标准"),
        **ASKS,
        "remarks": N_("备注"),
    },
    "return_cause": {
        "return_cause": N_("返贫原因"),
        "proof": N_("依据和经过"),
        "documents": N_("证明的文号"),
    },
    "situation_analysis": {
        "analysts": N_("参加分析的人员"),
        "analysis": N_("分析情况"),
        "listed": N_("列入名单"),
    },
    "consultation": {
        "place": N_("地点"),
        "chair": N_("主持人"),
        "attendees": N_("参会人员"),
        "agreed": N_("逐户结论"),
    },
    "response": {"level": N_("层级"), "response": N_("结论"), "findings": N_("核实情况")},
}
"""The fields of each kind in the order of the form; departments answer on a page of their own."""

ITEM_LABELS = {
    "category": N_("监测对象类别"),
    "mode": N_("消除方式"),
    "risks": N_("致贫返贫风险"),
    "measures": N_("帮扶措施"),
    "income_per_head": N_("人均纯收入（元）"),
}

HINTS: dict[str, str] = {
    "visitors": N_("每行一人，写“姓名，职务”；职务可不写"),
    "place": N_("没有照片的，要写明地点"),
    "roster": N_(
        "每行一人，写“姓名，身份”；没有签字的在后面加“，未签”。身份有：党员、户主、村民代表、村两委成员、驻村工作队员"
    ),
    "votes": N_("同意、反对、弃权三项合计要等于到会人数"),
    "attendees": N_("每行写一人的姓名"),
    "checkers": N_("每行写一人的姓名"),
    "measures": N_("多项之间用顿号或换行隔开"),
    "items": N_("风险和措施有多项的，用顿号隔开"),
    "income_per_head": N_("算出来是多少就填多少，可带两位小数"),
    "writer": N_("本人不会书写时填写"),
    "review_on": N_("写成2021-12-31这样"),
    "until": N_("还不知道哪天关闭的，留空"),
    "instead_because": N_("用扩大会议代替村民代表会议时填写"),
    "explanation": N_("收入与结论不一致的，要写明为什么；收入不能单独决定"),
    "expenses": N_("医疗、就学、房屋修缮等必须支出的合计，没有填0"),
    "stable_since": N_("收入还不稳定的，留空"),
    "analysts": N_("每行写一人的姓名"),
    "documents": N_("每行写一份证明的名称和文号；没有文号的要附照片或文件"),
}

CHOICES: dict[str, dict[str, str]] = {
    "signed_by": SIGNERS,
    "capacity": CAPACITIES,
    "department": DEPARTMENTS,
    "mode": MODES,
    "category": {"unstable": N_("脱贫不稳定户"), "marginal": N_("边缘易致贫户"), "sudden": N_("突发严重困难户")},
    "way": {"in-person": N_("当面"), "letter": N_("书面"), "phone": N_("电话")},
    "conclusion": {
        "keep": N_("保持现状"),
        "eliminate": N_("应消除风险"),
        "roll_back": N_("应回退"),
        "re_flag": N_("应再标注"),
        "clear_out": N_("应清退"),
        **FOUND,
    },
    "held_as": HELD_AS,
    "level": LEVELS,
    "response": {"gone": N_("风险已经消除"), "remains": N_("风险还在，继续帮扶")},
    "return_cause": {
        "disaster": N_("因灾"),
        "illness": N_("因病"),
        "schooling": N_("因学"),
        "other": N_("其他"),
    },
    "cause": {
        "illness": N_("因病"),
        "schooling": N_("因学"),
        "disability": N_("因残"),
        "disaster": N_("因灾"),
        "accident": N_("因意外事故"),
        "business": N_("经营亏损"),
        "work": N_("务工收入减少"),
        "labour": N_("缺劳动力"),
        "other": N_("其他"),
    },
}

YES_NO = {"yes": N_("是"), "no": N_("否")}
VERDICTS = {"agree": N_("同意"), "refuse": N_("不同意"), "none": N_("未议")}
