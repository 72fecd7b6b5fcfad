"""Other wordings of the sample township's plan, and what is done with them in a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.db import reading, work
from states.packs.loader import shipped
from states.wordings import migrating, proposals, trial
from states.wordings.migrating import Asked
from states.wordings.proposals import Proposal
from states.wordings.summary import Summary
from states.wordings.trial import Line, Tally, Tried
from tests.bdd.people import HEPING, ROLES
from tests.bdd.world import World

PLAN, PARENT = "xiaozhongdian-2021", "national-2021"
MINUTES = 'needs = [{ evidence = "minutes", capacities = ["party-member", "household-head"], quorum = "2/3" }]'
APPRAISAL = 'name = "appraisal"\ntitle = "小组党员和户主评议"'
TABLE = '[migrate]\nrename = {{ appraisal = "{}" }}\n\n[move.identify]'
PLANNED = "{ from = 2021-10-19, until = 2021-10-25 }\n" + MINUTES
EARLIER = "{ from = 2021-10-19, until = 2021-10-20 }\n" + MINUTES
ANSWERS = next(line for line in shipped()[PLAN].splitlines() if "department_answer" in line)
Changes = tuple[tuple[str, str], ...]
CHANGES: dict[str, Changes] = {
    "一个字没有改": (),
    "监测底线改为6500元": (("line = 6000", "line = 6500"),),
    "入户要3人同去": (("visitors = 2", "visitors = 3"),),
    "申请接在没有的步骤后面": (('after = ["visit"]', 'after = ["nobody"]'),),
    "评议改叫一个没有的步骤": (("[move.identify]", TABLE.format("nothing")),),
    "评议以前还要村两委提名": ((MINUTES, MINUTES.replace("}]", '}, { evidence = "proposal" }]')),),
    "市级联审不再要部门答复": ((ANSWERS, ""),),
    "评议提前到10月20日": ((PLANNED, EARLIER),),
    "评议改名为村民小组会": (
        (APPRAISAL, 'name = "circle"\ntitle = "村民小组会"'),
        ('after = ["appraisal"', 'after = ["circle"'),
        ("[move.identify]", TABLE.format("circle")),
    ),
    "不再要村级公示": (
        ('name = "village_notice"\ntitle = "村级公示"', 'name = "board"\ntitle = "张榜公布"'),
        ('after = ["village_notice"]', 'after = ["board"]'),
    ),
    "不办风险再标注": (("[move.re_flag]\n", "[move.re_flag]\noff = true\n"),),
}


@dataclass
class Office:
    """What has been done with the plan so far: which wording was there first, the proposal, the numbers, the lines."""

    first: str = ""
    proposal: Proposal | None = None
    preview: Summary = field(default_factory=Summary)
    done: Summary = field(default_factory=Summary)
    tally: Tally = field(default_factory=Tally)
    lines: list[Line] = field(default_factory=list)

    @property
    def proposed(self) -> Proposal:
        """The proposal that the scenario speaks of."""
        assert self.proposal is not None
        return self.proposal


def text_of(change: str) -> str:
    """The plan in other words."""
    text = shipped()[PLAN]
    for old, new in CHANGES[change]:
        assert old in text, old
        text = text.replace(old, new)
    return text


def propose(world: World, office: Office, change: str) -> None:
    """Let the administrator propose it; a refusal is kept."""
    office.first = office.first or world.pack(HEPING).digest
    text = text_of(change)
    made = world.attempt(lambda db: proposals.propose(db, PLAN, text, by=ROLES["管理员"], at=world.at))
    office.proposal = made or office.proposal


def activate(world: World, office: Office, role: str) -> None:
    """Let somebody put it in force; a refusal is kept."""
    number = office.proposed.id
    done = world.attempt(lambda db: proposals.activate(db, number, by=ROLES[role], at=world.at))
    office.proposal = done or office.proposal


def renew_parent(world: World) -> None:
    """Another wording of the plan above, in force."""
    text = shipped()[PARENT].replace('title = "销户"', 'title = "整户销户"')
    with work(world.db) as session:
        number = proposals.propose(session, PARENT, text, by=ROLES["管理员"], at=world.at).id
    with work(world.db) as session:
        proposals.activate(session, number, by=ROLES["另一名管理员"], at=world.at)


def try_out(world: World, office: Office, role: str) -> None:
    """Try the proposal out as somebody sees it."""
    office.tally, tried = Tally(), Tried(office.proposed.wordings)
    with reading(world.db) as session:
        lots = trial.lines(session, world.book, tried, ROLES[role], world.at, office.tally)
        office.lines = [line for lot in lots for line in lot]


def preview(world: World, office: Office) -> None:
    """Preview the migration from the first wording to the new one."""
    office.preview = Summary()
    asked = Asked(office.first, office.proposed.digest)
    with reading(world.db) as session:
        for judged in migrating.preview(session, world.book, asked, ROLES["管理员"], world.at):
            office.preview.add(judged)


def migrate(world: World, office: Office, *, back: bool = False) -> None:
    """Carry the cases over, or back; a refusal is kept."""
    asked = Asked(*((office.proposed.digest, office.first) if back else (office.first, office.proposed.digest)))

    def act() -> Summary:
        done = migrating.migrate(lambda: work(world.db), world.book, asked, by=ROLES["管理员"], at=world.at)
        return done.summary

    office.done = world.trying(act) or office.done
