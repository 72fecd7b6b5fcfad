"""The forms about work, study and training of a member."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField

from engine.clock import office_day
from states.codes import codes
from states.livelihood import students, trainings, work, work_doubts
from states.livelihood.mismatches import KINDS
from states.livelihood.students import Student, Study
from states.livelihood.trainings import Training, TrainingRecord
from states.livelihood.work import Job, WorkRecord
from states.members import of_households
from web import who
from web.entry import YES, EntryForm, choices, money, some_day, yes_no
from web.forms import at_most, required
from web.now import today


class MemberForm(EntryForm):
    """Something about one member."""

    member_id = SelectField(_l("成员"), [required()], coerce=int)

    def offer(self) -> None:
        """Offer the members who are here."""
        people = of_households(self.on.db, [self.on.home.id])[self.on.home.id]
        self.member_id.choices = [(person.id, person.name) for person in people]

    def fill(self) -> None:
        """Choose the member that the address names."""
        if (member := request.args.get("member", 0, int)) and not self.on.old:
            self.member_id.data = member


class WorkForm(MemberForm):
    """A spell of work."""

    title = _l("务工记录")
    source = SelectField(_l("信息来源"), [required()])
    place = StringField(_l("务工地点（县级区划代码）"), [required()], description=_l("6位代码，例如530111昆明市官渡区"))
    place_name = StringField(_l("务工地点名称"), [at_most(60)])
    began_on = DateField(_l("开始时间"), [required()])
    ended_on = some_day(_l("结束时间"))
    monthly_pay = money(_l("月收入（元）"))
    employer = StringField(_l("企业名称"), [at_most(80)])
    industry = SelectField(_l("所属行业"))
    channel = SelectField(_l("就业渠道"))
    point_to_point = yes_no(_l("是否点对点输送"), unknown=True)
    transport_subsidy = money(_l("年度交通补助（元）"))

    def offer(self) -> None:
        """Offer members and the code lists."""
        super().offer()
        record = self.stored(WorkRecord)
        self.source.choices = list(_listed("work_source", record and record.source).items())
        self.industry.choices = choices(_listed("work_industry", record and record.industry))
        self.channel.choices = choices(_listed("work_channel", record and record.channel))

    def fill(self) -> None:
        """Show what is corrected."""
        super().fill()
        if record := self.stored(WorkRecord):
            self.show(record)

    def save(self) -> None:
        """Record it."""
        sent = self.point_to_point.data == YES if self.point_to_point.data else None
        job = Job(
            self.member_id.data, self.place.data.strip(), self.began_on.data, self.ended_on.data,
            self.place_name.data or "", self.monthly_pay.data, self.employer.data or "", self.industry.data,
            self.channel.data, sent, self.transport_subsidy.data, self.source.data,
        )  # fmt: skip
        self.enter(work.record_work, job, replacing=WorkRecord)


class SheetForm(MemberForm):
    """The answer on the year's sheet."""

    title = _l("务工情况表")
    keeps_reason = True
    year = IntegerField(_l("年度"), [required()])
    works = yes_no(_l("今年是否务工"))
    wage = DecimalField(_l("全年工资性收入（元）"), [required()])

    def fill(self) -> None:
        """Begin with this year."""
        super().fill()
        self.year.data = today().year

    def save(self) -> None:
        """Record it."""
        told = (self.member_id.data, self.year.data, self.works.data == YES, self.wage.data)
        self.enter(work.answer_sheet, *told, reason=self.reason.data or "")


class StudentForm(MemberForm):
    """A student, or what became of one."""

    title = _l("雨露计划学生")
    level = SelectField(_l("学历层次"), [required()])
    school = StringField(_l("学校名称"), [required(), at_most(80)])
    enrolled_on = DateField(_l("入学时间"), [required()])
    graduated_on = some_day(_l("毕业时间"))
    outcome = SelectField(_l("去向"), [required()])
    employer = StringField(_l("就业单位"), [at_most(80)])

    def offer(self) -> None:
        """Offer members and the code lists."""
        super().offer()
        student = self.stored(Student)
        self.level.choices = list(_listed("study_level", student and student.level).items())
        self.outcome.choices = list(_listed("study_outcome", student and student.outcome).items())

    def fill(self) -> None:
        """Show what is brought up to date."""
        super().fill()
        if record := self.stored(Student):
            self.show(record)

    def save(self) -> None:
        """Record it."""
        names = ("member_id", "level", "school", "enrolled_on", "graduated_on", "outcome")
        study = Study(**{name: self[name].data for name in names}, employer=self.employer.data or "")
        self.enter(students.enter, study, replacing=Student)


class SubsidyForm(MemberForm):
    """The subsidy of a term."""

    title = _l("雨露计划补助")
    term = StringField(_l("学期"), [required()], description=_l("写成“2023秋”或“2024春”"))
    amount = DecimalField(_l("金额（元）"), [required()])
    paid_on = DateField(_l("发放日期"), [required()])

    def save(self) -> None:
        """Record it."""
        told = (self.member_id.data, self.term.data.strip(), self.amount.data, self.paid_on.data)
        self.enter(students.pay, *told)


class TrainingForm(MemberForm):
    """A course."""

    title = _l("技能培训")
    subject = StringField(_l("培训内容"), [required(), at_most(80)])
    organiser = StringField(_l("组织单位"), [required(), at_most(80)])
    began_on = DateField(_l("开始时间"), [required()])
    ended_on = DateField(_l("结束时间"), [required()])
    hours = IntegerField(_l("学时"), [required()])
    certificate = StringField(_l("证书"), [at_most(80)])

    def fill(self) -> None:
        """Show what is corrected."""
        super().fill()
        if record := self.stored(TrainingRecord):
            self.show(record)

    def save(self) -> None:
        """Record it."""
        names = ("member_id", "subject", "organiser", "began_on", "ended_on", "hours")
        course = Training(**{name: self[name].data for name in names}, certificate=self.certificate.data or "")
        self.enter(trainings.record_training, course, replacing=TrainingRecord)


class SettleForm(MemberForm):
    """How a mismatch about work was cleared up."""

    title = _l("核实务工信息")
    kind = SelectField(_l("对不上的地方"), [required()])
    way = SelectField(_l("核实方式"), [required()])
    settled_on = DateField(_l("核实日期"), [required()])
    settled_by = StringField(_l("核实人"), [required(), at_most(60)])
    found = TextAreaField(_l("核实到的情况"), [required(), at_most(500)])

    def offer(self) -> None:
        """Offer the kinds of mismatch and the ways to clear one up."""
        super().offer()
        self.kind.choices = choices(KINDS)
        self.way.choices = list(_listed("settling_way").items())

    def fill(self) -> None:
        """Choose the mismatch that the address names."""
        super().fill()
        self.kind.data, self.settled_on.data = request.args.get("kind", ""), today()
        self.settled_by.data = who.actor().name

    def save(self) -> None:
        """Clear it up."""
        how = work_doubts.Settling(self.way.data, self.settled_on.data, self.settled_by.data, self.found.data)
        year = office_day(self.on.at).year
        self.enter(work_doubts.settle, self.member_id.data, self.kind.data, how, year)


THINGS: dict[str, type[EntryForm]] = {
    "work": WorkForm,
    "sheet": SheetForm,
    "student": StudentForm,
    "subsidy": SubsidyForm,
    "training": TrainingForm,
    "settle": SettleForm,
}


def _listed(name: str, *stored: str | None) -> dict[str, str]:
    """What may be chosen from a code list today, and what stands in the record that is corrected."""
    known = codes(name, today())
    return {**known.labels, **{one: known.label(one) for one in stored if one}}
