"""The lists about work, study and training: mismatches of a village, courses of a year, students that differ."""

from __future__ import annotations

from collections.abc import Iterator

from states import regions
from states.listings.listing import AREA, Line, Listing, Look, choice, number, paged, told
from states.livelihood import student_list, trainings, work_doubts
from states.livelihood.mismatches import KINDS


def _doubts(look: Look) -> Iterator[Line]:
    """One village's, as on the page: the one asked for, else the first."""
    villages = {one.code: one.name for one in regions.below(look.session, look.by.area[:12], "village")}
    if not villages:
        return
    village = look.get("area") if look.get("area") in villages else next(iter(villages))
    for one in work_doubts.doubts(look.session, look.by, village, look.today.year):
        if look.get("kind") in ("", one.kind):
            how = one.settlement
            done = (told(how.settled_on), how.settled_by, how.found) if how else ("", "", "")
            yield villages[village], one.name, one.head_name, KINDS[one.kind], "已核实" if how else "待核实", *done


def _trainings(look: Look) -> Iterator[Line]:
    year = look.number("year", look.today.year)
    year = year if 2000 <= year <= 2100 else look.today.year
    for rows in paged(look, lambda before: trainings.listed(look.session, look.by, year, before), 0):
        for one, name, _case in rows:
            days = told(one.began_on), told(one.ended_on)
            yield name, one.subject, one.organiser, *days, one.hours, one.certificate


def _students(look: Look) -> Iterator[Line]:
    for one in student_list.differences(look.session, look.by):
        there = "在册" if one.case_id else "不在册，先核实是哪一户"
        yield one.name, student_list.DIFFERENCES[one.kind], one.theirs, one.ours, there


LISTINGS = (
    Listing(
        "work-doubts",
        "对不上的务工信息",
        ("村", "姓名", "户主", "对不上的地方", "核实", "核实日期", "核实人", "核实情况"),
        _doubts,
        (AREA, choice("kind", "对不上的地方", KINDS)),
    ),
    Listing(
        "trainings",
        "技能培训",
        ("姓名", "培训内容", "组织单位", "开始", "结束", "学时", "证书"),
        _trainings,
        (number("year", "年度"),),
    ),
    Listing("student-differences", "雨露计划差异", ("姓名", "差异", "同步名单", "我们的登记", "是否在册"), _students),
)
