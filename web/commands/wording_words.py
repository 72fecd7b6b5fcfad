"""Proposals, dry runs, migrations and orphans in words, for a terminal."""

from __future__ import annotations

from typing import Any

import click

from engine.migrating import FATES
from states.wordings.orphans import WRONG, Orphans
from states.wordings.proposals import STATES, Proposal
from states.wordings.summary import Summary
from states.wordings.trial import EFFECTS, Tally

PROPOSALS = {
    "id": "编号", "pack": "方案", "title": "名称", "state_label": "现状", "proposed_by": "提出", "decided_by": "经办",
    "reason": "原因",
}  # fmt: skip


def row_of(one: Proposal) -> dict[str, Any]:
    """A proposal as a row of a list."""
    return {
        "id": one.id,
        "pack": one.pack_id,
        "title": one.title,
        "digest": one.digest,
        "wordings": one.wordings,
        "state": one.state,
        "state_label": STATES[one.state],
        "proposed_by": one.proposed_by_name,
        "proposed_at": one.proposed_at,
        "decided_by": one.decided_by_name or None,
        "decided_at": one.decided_at,
        "reason": one.reason or None,
    }


def tell_trial(tally: Tally) -> None:
    """Print the numbers of a dry run."""
    click.echo(f"看了{tally.cases}户，{tally.touched}户会有变化")
    for effect, label in EFFECTS.items():
        if tally.effects[effect]:
            click.echo(f"  {label}：{tally.effects[effect]}户")
    for (effect, step, why), n in tally.reasons.most_common():
        click.echo(f"    {EFFECTS[effect]}　{step}　{why}：{n}户")
    for (village, effect), n in sorted(tally.villages.items()):
        click.echo(f"  {village}　{EFFECTS[effect]}：{n}户")


def tell_migration(summary: Summary, *, applied: bool) -> None:
    """Print the numbers of a preview, or of a migration that was carried out."""
    did = "已迁移" if applied else "可以迁移"
    click.echo(f"办理中的{summary.cases}户：{did}{summary.ready}户，不迁移{summary.refused}户")
    for fate, label in FATES.items():
        if summary.steps[fate]:
            click.echo(f"  {label}的步骤：{summary.steps[fate]}")
    for (step, why), n in sorted(summary.reopened.items()):
        click.echo(f"    重办“{step}”：{why}　{n}户")
    for (_code, why), n in sorted(summary.refusals.items()):
        click.echo(f"    不迁移：{why}　{n}户")


def tell_orphans(found: list[Orphans]) -> None:
    """Print what is stuck."""
    for one in found:
        word = "有问题" if one.level == WRONG else "提醒"
        cases = "、".join(map(str, one.examples))
        click.echo(f"{word}　{one.message}：{one.cases}户（如案卷{cases}）")
    if not found:
        click.echo("没有发现办不下去的户")
