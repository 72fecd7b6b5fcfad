"""django-fsm-2 with the Django ORM over the same tables, as its manual shows it."""

# ruff: noqa: D106 - Meta is Django's own word

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import django
from django.conf import settings
from sqlalchemy.engine import make_url

from engine.actors import Actor
from engine.ledger import canonical, seal_of, tail_of
from tests.bench.office import KINDS, MINIMUM
from tests.bench.places import Place
from tests.bench.raw import RULES, stamped

if not settings.configured:
    settings.configure(USE_TZ=True)
    django.setup()

from django.db import connections, models, transaction
from django.db.models import F
from django_fsm import FSMField
from django_fsm import transition as moves


class Stamp(models.TextField):
    """An instant as the product stores it on each database."""

    def db_type(self, connection: Any) -> str:
        return "timestamptz" if connection.vendor == "postgresql" else "varchar(27)"


class Case(models.Model):
    kind = models.CharField(max_length=32)
    area = models.CharField(max_length=32)
    state = models.CharField(max_length=32)
    version = models.IntegerField()
    sequence = models.IntegerField()
    head = models.CharField(max_length=64)
    run_id = models.BigIntegerField(null=True)

    class Meta:
        app_label, db_table, managed = "bench", "case", False


class Exhibit(models.Model):
    pk = models.CompositePrimaryKey("evidence_id", "case_id")
    evidence_id = models.BigIntegerField()
    case_id = models.BigIntegerField()
    run_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    facts = models.TextField()
    superseded = models.BooleanField()

    class Meta:
        app_label, db_table, managed = "bench", "exhibit", False


def is_allowed(step: Step) -> bool:
    """The condition of the transition: every guard, over what was loaded for the step."""
    rule, by = RULES[step.name], step.by
    if by.role != rule.role or not step.case.area.startswith(by.area):
        return False
    if any(step.others[name].done_by == by.id for name in rule.apart):
        return False
    least = [(kind, *MINIMUM.get(kind, ("", 0))) for kind in KINDS]
    return all(kind in step.shown and step.shown[kind].get(fact, n) >= n for kind, fact, n in least)


class Step(models.Model):
    pk = models.CompositePrimaryKey("run_id", "name")
    run_id = models.BigIntegerField()
    name = models.CharField(max_length=32)
    status = FSMField(protected=True)
    opened_at = Stamp(null=True)
    done_at = Stamp(null=True)
    done_by = models.CharField(max_length=64)
    done_by_name = models.CharField(max_length=64)

    class Meta:
        app_label, db_table, managed = "bench", "step", False

    @moves(field=status, source="open", target="done", conditions=[is_allowed])
    def finish(self, when: str) -> None:
        self.done_at, self.done_by, self.done_by_name = when, self.by.id, self.by.name

    @moves(field=status, source="waiting", target="open")
    def open_up(self, when: str) -> None:
        self.opened_at = when


class Run(models.Model):
    status = models.CharField(max_length=16)
    finished_at = Stamp(null=True)

    class Meta:
        app_label, db_table, managed = "bench", "run", False


class Entry(models.Model):
    case_id = models.BigIntegerField()
    sequence = models.IntegerField()
    kind = models.CharField(max_length=32)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=64)
    actor_role = models.CharField(max_length=32)
    at = Stamp()
    facts = models.TextField()
    seal = models.CharField(max_length=64)

    class Meta:
        app_label, db_table, managed = "bench", "entry", False


class Tally(models.Model):
    pk = models.CompositePrimaryKey("kind", "area", "state")
    kind = models.CharField(max_length=32)
    area = models.CharField(max_length=32)
    state = models.CharField(max_length=32)
    n = models.IntegerField()

    class Meta:
        app_label, db_table, managed = "bench", "tally", False


class Fsm:
    """The same act with Django."""

    def __init__(self, place: Place) -> None:
        self._alias = f"bench-{place.folder.name}"
        url = make_url(place.url)
        options: dict[str, Any] = {}
        if place.is_sqlite:
            wait = "FULL" if place.full else "NORMAL"
            options = {
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={wait};",
                "transaction_mode": "IMMEDIATE",
            }
        known = {
            "ENGINE": f"django.db.backends.{'sqlite3' if place.is_sqlite else 'postgresql'}",
            "NAME": url.database,
            "USER": url.username or "",
            "PASSWORD": url.password or "",
            "HOST": url.host or str(url.query.get("host", "")),
            "PORT": url.port or "",
            "OPTIONS": options,
        }
        connections.databases[self._alias] = {**connections.databases["default"], **known}

    def advance(self, case_id: int, step: str, by: Actor, at: datetime) -> None:
        """Load, transition, save."""
        with transaction.atomic(using=self._alias):
            case, finished, opened, entry, run = self._finish(case_id, step, by, stamped(at))
            before = case.version - 1
            changed = {name: getattr(case, name) for name in ("version", "sequence", "head", "state", "run_id")}
            assert Case.objects.using(self._alias).filter(id=case.id, version=before).update(**changed) == 1
            finished.save(using=self._alias)
            for one in opened:
                one.save(using=self._alias)
            entry.save(using=self._alias)
            self._end([run] if run else [], [case])

    def advance_many(self, case_ids: Sequence[int], step: str, by: Actor, at: datetime) -> None:
        """Load and transition each, then `bulk_update` and `bulk_create`."""
        with transaction.atomic(using=self._alias):
            done = [self._finish(case_id, step, by, stamped(at)) for case_id in case_ids]
            cases = [one[0] for one in done]
            changed = ["version", "sequence", "head", "state", "run_id"]
            Case.objects.using(self._alias).bulk_update(cases, changed, batch_size=100)
            steps = [step for one in done for step in (one[1], *one[2])]
            fields = ["status", "opened_at", "done_at", "done_by", "done_by_name"]
            for one in steps:  # bulk_update refuses composite keys
                Step.objects.using(self._alias).filter(run_id=one.run_id, name=one.name).update(
                    **{field: getattr(one, field) for field in fields}
                )
            Entry.objects.using(self._alias).bulk_create([one[3] for one in done])
            self._end([one[4] for one in done if one[4]], [one[0] for one in done if one[4]])

    def _finish(
        self, case_id: int, name: str, by: Actor, when: str
    ) -> tuple[Case, Step, list[Step], Entry, Run | None]:
        case = Case.objects.using(self._alias).get(id=case_id)
        steps = {step.name: step for step in Step.objects.using(self._alias).filter(run_id=case.run_id)}
        shown = Exhibit.objects.using(self._alias).filter(run_id=case.run_id, superseded=False)
        step, rule, run = steps[name], RULES[name], None
        step.case, step.by, step.others, step.shown = (
            case,
            by,
            steps,
            {one.kind: json.loads(one.facts) for one in shown},
        )
        step.finish(when)
        opened = [
            steps[later] for later, before in rule.followers if all(steps[one].status == "done" for one in before)
        ]
        for later in opened:
            later.open_up(when)
        told: dict[str, Any] = {"act": name} | ({"opened": [one.name for one in opened]} if opened else {})
        if rule.is_last:
            told |= {"move": "include", "state": "monitored"}
            run = Run.objects.using(self._alias).get(id=case.run_id)
            run.status, run.finished_at = "complete", when
            case.state, case.run_id = "monitored", None
        kind, text = ("moved" if rule.is_last else "step"), canonical(told)
        case.version, case.sequence = case.version + 1, case.sequence + 1
        case.head = seal_of(case.head, case.id, case.sequence, tail_of(kind, by, when, text))
        who = {"actor_id": by.id, "actor_name": by.name, "actor_role": by.role}
        entry = Entry(case_id=case.id, sequence=case.sequence, kind=kind, at=when, facts=text, seal=case.head, **who)
        return case, step, opened, entry, run

    def _end(self, runs: Sequence[Run], cases: Sequence[Case]) -> None:
        for run in runs:
            run.save(using=self._alias)
        for case in cases if runs else ():
            for state, n in (("general", -1), (case.state, 1)):
                tally, _ = Tally.objects.using(self._alias).get_or_create(
                    kind=case.kind, area=case.area, state=state, defaults={"n": 0}
                )
                Tally.objects.using(self._alias).filter(kind=tally.kind, area=tally.area, state=state).update(
                    n=F("n") + n
                )

    def close(self) -> None:
        """Let go of the database."""
        connections[self._alias].close()
        del connections.databases[self._alias]
