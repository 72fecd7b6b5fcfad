"""The vocabulary of rules: every field that a rule may name, its type, its codes, and how it is read."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter, mul
from typing import Any, Literal

from states import identity
from states.codes import Labels
from states.lifecycle import LABELS
from states.quality import details
from states.quality.details import DetailField
from states.quality.snapshot import House, Person

Type = Literal["code", "several", "text", "number", "day"]
SubjectName = Literal["household", "member"]


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


def identity_fault(person: Person) -> str:
    """The code of the first thing wrong with the number; "" for a sound one and for people without papers."""
    if person.fault is None:
        person.fault = _fault(person.id_no)
    return person.fault


def _fault(number: str) -> str:
    if not number or number.startswith(identity.NO_PAPERS) or _is_sound_card(number):
        return ""
    try:
        identity.read(number)
    except identity.BadIdentity as bad:
        return bad.doubts[0].code
    return ""


WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _is_sound_card(number: str) -> bool:
    """Whether this is a sound number of 18 digits; what is not is read again with all its reasons."""
    if len(number) != 18 or not number[:17].isdecimal() or not "1900" <= number[6:10] <= "2100":
        return False
    total = sum(map(mul, WEIGHTS, map(int, number[:17])))
    return "10X98765432"[total % 11] == number[17] and number[10:14] in DAYS


DAYS = frozenset(f"{month:02}{day:02}" for month in range(1, 13) for day in range(1, monthrange(2001, month)[1] + 1))
"""The days of a year of 365: 29 February is looked at more closely."""


def sex_of_number(person: Person) -> str:
    """The sex that the 17th digit says; "" for a number of another length."""
    digit = person.id_no[16:17]
    return ("male" if int(digit) % 2 else "female") if digit.isdecimal() else ""


def birth_of_number(person: Person) -> str:
    """The birthday that the number says, as ISO text; "" for a number of another length."""
    digits = person.id_no[6:14]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if len(digits) == 8 and digits.isdecimal() else ""


def born(person: Person) -> str:
    """The recorded birthday as ISO text."""
    return person.birth_on.isoformat() if person.birth_on else ""


def older_than_head(person: Person) -> int | None:
    """By how many years a member is older than the head of the household."""
    head = next((one for one in person.house.people if one.is_head), None)
    if head is None or head is person or head.birth_on is None or person.birth_on is None:
        return None
    return head.birth_on.year - person.birth_on.year


def collected(subject: House | Person) -> str:
    """Whether any further fact of the forms is recorded: without, what is missing is not asked about."""
    return "yes" if subject.details else "no"


def changed_on(house: House) -> date | None:
    """The day on which somebody last joined or left."""
    days = [one.joined_on for one in house.people if one.joined_on]
    return max([*days, *(one.left_on for one in house.left if one.left_on)], default=None)


def months_between(since: date | None, until: date | None) -> int | None:
    """The calendar months from one day to another; None when either is missing."""
    return None if since is None or until is None else (until.year - since.year) * 12 + until.month - since.month


def _month(person: Person, name: str) -> date | None:
    text = person.known.get(name)
    return date(int(text[:4]), int(text[5:]), 1) if text else None


FAULTS = {
    "wrong-length": "位数不对",
    "wrong-character": "有不该有的字符",
    "impossible-date": "出生日期不存在",
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
    Field("id_sex", "member", "证件上的性别", "code", sex_of_number, Labels("sex"), of="id_no"),
    Field("id_birth", "member", "证件上的出生日期", "text", birth_of_number, of="id_no"),
    Field("born", "member", "出生日期", "text", born),
    Field("age", "member", "年龄", "number", attrgetter("age"), common=True, of="born"),
    Field("school_age", "member", "9月1日的年龄", "number", attrgetter("school_age"), common=True, of="born"),
    Field("older_than_head", "member", "比户主大的岁数", "number", older_than_head, of="born"),
    Field("younger_than_head", "member", "比户主小的岁数", "number",
          lambda p: None if (years := older_than_head(p)) is None else -years, of="born"),
    Field("id_level", "member", "残疾等级", "text", lambda p: p.id_no[19:20], of="id_no"),
    Field("collected", "member", "采集过成员的其他信息", "code", collected, details.YES_NO, common=True),
    _coded("relation", "member", "与户主关系", "relation"),
    Field("is_head", "member", "是户主", "code", lambda p: "yes" if p.is_head else "no", details.YES_NO),
    _coded("ethnicity", "member", "民族", "ethnicity"),
    _coded("education", "member", "文化程度", "education"),
    _coded("school", "member", "在校生状况", "school"),
    _coded("health", "member", "健康状况", "health", several=True),
    _coded("labour", "member", "劳动技能", "labour"),
    Field("phone", "member", "联系电话", "text", attrgetter("phone")),
    Field("joined_on", "member", "增加日期", "day", attrgetter("joined_on")),
    Field("work_began_on", "member", "务工开始月", "day", partial(_month, name="work_began"), of="work_began"),
    Field("work_ended_on", "member", "务工结束月", "day", partial(_month, name="work_ended"), of="work_ended"),
    Field("work_ends_in", "member", "距务工结束的月数", "number",
          lambda p: months_between(p.house.as_of, _month(p, "work_ended")), of="work_ended"),
    Field(
        "age_at_work", "member", "开始务工时的年龄", "number",
        lambda p: None if p.birth_on is None or (on := _month(p, "work_began")) is None else on.year - p.birth_on.year,
        of="work_began",
    ),
)  # fmt: skip

HOUSEHOLD: tuple[Field, ...] = (
    Field("number", "household", "户编号", "text", attrgetter("number")),
    Field("head_name", "household", "户主", "text", attrgetter("head_name")),
    Field("state", "household", "状态", "code", attrgetter("state"), LABELS, common=True),
    _coded("kind", "household", "户类型", "household_kind"),
    _coded("category", "household", "监测对象类别", "category"),
    Field("household_phone", "household", "户联系电话", "text", attrgetter("phone")),
    Field("address", "household", "家庭住址", "text", attrgetter("address")),
    Field("collected", "household", "采集过户的其他信息", "code", collected, details.YES_NO),
    Field("changed_on", "household", "最近一次人口变动", "day", changed_on),
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
          lambda h: months_between(h.identified_on, h.as_of), of="identified_on"),
    Field("months_to_elimination", "household", "识别到消除的月数", "number",
          lambda h: months_between(h.identified_on, h.eliminated_on), of="eliminated_on"),
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


def loaded(name: str, subject: SubjectName, label: str, kind: Type, labels: Mapping[str, str] | None = None) -> Field:
    """A field that a source fills (`sources.SOURCES`)."""
    empty = None if kind in ("number", "day") else ""

    def of_house(house: House) -> Any:
        return house.loaded.get(name, empty)

    def of_person(person: Person) -> Any:
        return person.known.get(name, empty)

    return Field(
        name, subject, label, kind, of_house if subject == "household" else of_person, labels or {}, optional=True
    )
