"""The vocabulary of rules: every field that a rule may name, its type, its codes, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

from states.codes import Labels
from states.lifecycle import LABELS
from states.quality import details, reckoning
from states.quality.details import DetailField
from states.quality.reckoning import identity_fault, months_between, older_than_head
from states.quality.snapshot import House, Person, Village

Type = Literal["code", "several", "text", "number", "day"]
SubjectName = Literal["household", "member", "village"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its subject, the words for it, its type and codes.

    `common` says that it belongs to what people have in common (`Person.common`); `of` names the recorded field
    that a reckoned one, such as an age, rests on: a waiver stands as long as that stays the same.
    """

    name: str
    subject: SubjectName
    label: str
    type: Type
    get: Callable[[Any], Any]
    labels: Mapping[str, str] = field(default_factory=dict)
    common: bool = False
    of: str = ""
    optional: bool = False
    """Whether it is read from what many households have nothing of: further facts, or a source's."""

    def words(self, value: Any) -> str:
        """The value in the words of the form."""
        if value is None or value == "":
            return "未填"
        if isinstance(value, Decimal):
            return f"{value.normalize():f}"
        if self.labels:
            return "、".join(self.labels.get(one, one) for one in str(value).split(","))
        return str(value)


Vocabulary = Mapping[tuple[str, str], Field]


def _coded(name: str, subject: SubjectName, label: str, of_list: str, several: bool = False) -> Field:
    kind: Type = "several" if several else "code"
    common = subject == "member" or name in ("kind", "category")
    return Field(name, subject, label, kind, attrgetter(name), Labels(of_list), common)


def loaded(name: str, subject: SubjectName, label: str, kind: Type, labels: Mapping[str, str] | None = None) -> Field:
    """A field that a source fills (`sources.SOURCES`)."""
    empty = None if kind in ("number", "day") else ""

    def of_place(one: House | Village) -> Any:
        return one.loaded.get(name, empty)

    def of_person(person: Person) -> Any:
        return person.known.get(name, empty)

    get = of_person if subject == "member" else of_place
    return Field(name, subject, label, kind, get, labels or {}, optional=True)


FAULTS = {
    "wrong-length": "位数不对",
    "wrong-character": "有不该有的字符",
    "impossible-date": "出生日期不存在",
    "born-later": "出生年份在以后",
    "wrong-check-digit": "校验码不对",
    "wrong-disability": "残疾类别不对",
    "wrong-level": "残疾等级不对",
    "wrong-suffix": "补办号不对",
    "lost-digits": "末几位已丢失",
}

MEMBER: tuple[Field, ...] = (
    Field("name", "member", "姓名", "text", attrgetter("name")),
    _coded("sex", "member", "性别", "sex"),
    _coded("id_kind", "member", "证件类型", "id_kind"),
    Field("id_no", "member", "证件号码", "text", attrgetter("id_no")),
    Field("id_length", "member", "证件号码位数", "number", lambda p: len(p.id_no), of="id_no"),
    Field("id_fault", "member", "证件号码的问题", "code", identity_fault, FAULTS, of="id_no"),
    Field("id_grade", "member", "残疾类别和等级", "text", lambda p: p.id_no[18:20], of="id_no"),
    Field("id_sex", "member", "证件上的性别", "code", reckoning.sex_of_number, Labels("sex"), of="id_no"),
    Field("id_birth", "member", "证件上的出生日期", "text", reckoning.birth_of_number, of="id_no"),
    Field("born", "member", "出生日期", "text", reckoning.born),
    Field("age", "member", "年龄", "number", attrgetter("age"), common=True, of="born"),
    Field("school_age", "member", "9月1日的年龄", "number", attrgetter("school_age"), common=True, of="born"),
    Field("older_than_head", "member", "比户主大的岁数", "number", older_than_head, of="born"),
    Field("younger_than_head", "member", "比户主小的岁数", "number",
          lambda p: None if (years := older_than_head(p)) is None else -years, of="born"),
    Field("id_level", "member", "残疾等级", "text", lambda p: p.id_no[19:20], of="id_no"),
    Field("collected", "member", "采集过成员的其他信息", "code", reckoning.collected, details.YES_NO, common=True),
    _coded("relation", "member", "与户主关系", "relation"),
    Field("is_head", "member", "是户主", "code", lambda p: "yes" if p.is_head else "no", details.YES_NO),
    _coded("ethnicity", "member", "民族", "ethnicity"),
    _coded("education", "member", "文化程度", "education"),
    _coded("school", "member", "在校生状况", "school"),
    _coded("health", "member", "健康状况", "health", several=True),
    _coded("labour", "member", "劳动技能", "labour"),
    Field("phone", "member", "联系电话", "text", attrgetter("phone")),
    Field("joined_on", "member", "增加日期", "day", attrgetter("joined_on")),
    Field("work_ends_in", "member", "距务工结束的月数", "number",
          lambda p: months_between(p.house.as_of, p.known.get("work_until")), of="work_until"),
    Field("age_at_work", "member", "开始务工时的年龄", "number", reckoning.age_at_work, of="work_from"),
    Field("posts_held", "member", "公益性岗位个数", "number", reckoning.posts),
    Field("years_in_school", "member", "在校生状况相同的学年数", "number", reckoning.years_in_school,
          of="same_school_years"),
)  # fmt: skip

HOUSEHOLD: tuple[Field, ...] = (
    Field("number", "household", "户编号", "text", attrgetter("number")),
    Field("head_name", "household", "户主", "text", attrgetter("head_name")),
    Field("state", "household", "状态", "code", attrgetter("state"), LABELS, common=True),
    _coded("kind", "household", "户类型", "household_kind"),
    _coded("category", "household", "监测对象类别", "category"),
    Field("household_phone", "household", "户联系电话", "text", attrgetter("phone")),
    Field("address", "household", "家庭住址", "text", attrgetter("address")),
    Field("collected", "household", "采集过户的其他信息", "code", reckoning.collected, details.YES_NO),
    Field("changed_on", "household", "最近一次人口变动", "day", reckoning.changed_on),
    Field("size", "household", "人口", "number", lambda h: len(h.people)),
    Field("left", "household", "减少的人口", "number", lambda h: len(h.left)),
    Field("place_fits", "household", "村组编码相符", "code",
          lambda h: "yes" if h.group_code.startswith(h.village) else "no", details.YES_NO),
    Field("county_fits", "household", "户编号的县级编码相符", "code",
          lambda h: "yes" if not h.number[:6].isdecimal() or len(h.number) < 17 or h.number[:6] == h.village[:6]
          else "no", details.YES_NO, of="number"),
    Field("identified_on", "household", "识别监测时间", "day", attrgetter("identified_on")),
    Field("eliminated_on", "household", "风险消除时间", "day", attrgetter("eliminated_on")),
    Field("months_monitored", "household", "已监测月数", "number",
          lambda h: reckoning.months_past(h.identified_on, h.as_of), of="identified_on"),
    Field("months_to_elimination", "household", "识别到消除的月数", "number",
          lambda h: reckoning.months_past(h.identified_on, h.eliminated_on), of="eliminated_on"),
    Field("calendar_months_to_elimination", "household", "识别月到消除月的月数", "number",
          lambda h: months_between(h.identified_on, h.eliminated_on), of="eliminated_on"),
    loaded("line_at_elimination", "household", "消除时的监测底线", "number"),
    Field("ever_ill", "household", "患病的成员（含减少的）", "number", reckoning.ever_ill),
    Field("size_by_months", "household", "按增减月份折算的人口", "number", reckoning.size_by_months),
)  # fmt: skip

TYPES: Mapping[str, Type] = {
    "yes-no": "code", "number": "number", "code": "code", "several": "several", "text": "text",
}  # fmt: skip


def _detail(one: DetailField) -> Field:
    name = one.name

    def get(subject: House | Person) -> Any:
        return subject.details.get(name, None if one.type == "number" else "")

    return Field(name, one.subject, one.label, TYPES[one.type], get, one.codes, one.subject == "member", optional=True)


def details_fields() -> tuple[Field, ...]:
    """The fields that the forms' further facts add."""
    return tuple(_detail(one) for one in details.registry().values())
