"""What somebody does who wants a package to say otherwise, each as thorough as it can be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.ledger import canonical, seal_of, tail_of
from engine.seals import root_of
from publicity.dossiers.check import MANIFEST, SUM


def records(folder: Path) -> list[Path]:
    return sorted(folder.glob("households/*/record.json"))


def list_anew(folder: Path, manifest: dict[str, Any] | None = None) -> None:
    """Make the list agree with the files again, as a forger would."""
    told = manifest or json.loads((folder / MANIFEST).read_text())
    for name in told["files"]:
        data = (folder / name).read_bytes()
        told["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1))
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    (folder / SUM).write_text(f"{digest}  {MANIFEST}\n")


def rewrite(file: Path, change: Callable[[Any], object]) -> None:
    record = json.loads(file.read_text())
    change(record)
    file.write_text(canonical(record))


def forge(folder: Path, entry: int = 3) -> None:
    """Change one entry and seal everything after it anew: its chain, the daily seal, the list."""
    manifest = json.loads((folder / MANIFEST).read_text())
    heads: dict[int, str] = {}

    def change(record: Any) -> None:
        chain, before = record["chains"][0], ""
        chain["entries"][entry]["actor_name"] = "某人"
        for one in chain["entries"]:
            by = type("By", (), {"id": one["actor_id"], "name": one["actor_name"], "role": one["actor_role"]})
            tail = tail_of(one["kind"], by, one["at"], one["facts"])  # type: ignore[arg-type]
            before = one["seal"] = seal_of(before, chain["case"], one["sequence"], tail)
        chain["head"] = heads[chain["case"]] = before

    rewrite(records(folder)[0], change)
    [sealed] = manifest["seals"]
    text = json.loads((folder / sealed["file"]).read_text())
    text[4] = [[case, sequence, heads.get(case, head)] for case, sequence, head in text[4]]
    (folder / sealed["file"]).write_text(canonical(text))
    sealed["root"] = root_of(*text[:4], [tuple(one) for one in text[4]])  # type: ignore[arg-type]
    for one in manifest["households"]:
        one["chains"] = {case: [head[0], heads.get(int(case), head[1])] for case, head in one["chains"].items()}
    list_anew(folder, manifest)
