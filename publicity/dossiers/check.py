"""Checks a package of households' files (一户一档) without the program that made it.

    python3 check.py ARCHIVE.zip [--seals LIST]     or the folder that it was unpacked to

It needs nothing but Python. It finds every changed, missing, added or swapped file and names it, seals every entry
of the ledger anew, and lays the entries beside the daily seals. LIST is a list of daily seals that was kept elsewhere
(any text with a day and a seal in each line): beside it, a package that was forged as a whole is found.
Exit codes: 0 in order, 1 something found, 2 not to be read at all.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import IO, Any

MANIFEST, SUM, TAIL = "manifest.json", "manifest.sha256", b"shouxian-sha256:"
SCHEMA = "shouxian-archive/1"
OFFICE = timezone(timedelta(hours=8))
LISTED = re.compile(r"(\d{4}-\d\d-\d\d)\D.{0,80}?\b([0-9a-f]{64})\b", re.DOTALL)
BROKEN = (KeyError, TypeError, AttributeError, ValueError, IndexError)
SPOILT = (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, struct.error, *BROKEN)
PIECE = 1 << 20
Fault = tuple[str, str]  # where something is wrong, and what


class Unreadable(Exception):
    """What was given is no package and no folder."""


class Package:
    """The files of a package, in a zip file or in the folder that it was unpacked to."""

    def __init__(self, path: Path) -> None:
        self.path, self.zip = path, None if path.is_dir() else _zip(path)
        self.names = sorted(self._found())

    def _found(self) -> Iterable[str]:
        if self.zip is not None:
            return [one.filename for one in self.zip.infolist() if not one.is_dir()]
        return [one.relative_to(self.path).as_posix() for one in self.path.rglob("*") if one.is_file()]

    def open(self, name: str) -> IO[bytes]:
        """A file of the package, to be read."""
        return self.zip.open(name) if self.zip is not None else (self.path / name).open("rb")

    def json(self, name: str) -> Any:
        """What a JSON file says."""
        with self.open(name) as file:
            return json.loads(file.read())

    def whole(self) -> str:
        """The SHA-256 of the zip file itself."""
        with self.path.open("rb") as file:
            return _digest(file)

    def digest(self, name: str) -> str:
        """The SHA-256 of a file; empty where it cannot be read."""
        try:
            with self.open(name) as file:
                return _digest(file)
        except SPOILT:
            return ""


def check(path: Path, kept: str | None = None) -> tuple[list[Fault], list[str]]:
    """Check a package; `kept` is the text of a list of seals kept elsewhere. Faults, and what else is worth saying."""
    package = Package(path)
    faults: list[Fault] = list(_container(package))
    said: list[str] = []
    manifest = _manifest(package, faults)
    if manifest is None:
        return faults, said
    try:
        faults += _files(package, manifest)
        seals = list(_seals(package, manifest, faults))
        listed = dict.fromkeys(LISTED.findall(kept or ""))
        faults += _against_list(seals, listed) if kept is not None else []
        last = max((day for day, _root in listed), default="")
        open_ = sum(_household(package, manifest, one, seals, last, faults) for one in manifest["households"])
        faults += [("files/" + one["digest"], f"做档案时文件库里就没有“{one['name']}”") for one in manifest["missing"]]
    except BROKEN as error:
        return [*faults, (MANIFEST, f"内容读不懂（{type(error).__name__}）")], said
    said.append(f"{len(manifest['households'])}户，{len(manifest['files'])}个文件，{len(seals)}次总封印")
    said.append(f"清单校验码：{package.digest(MANIFEST)}")
    said += [f"有{open_}条记录是最后一次总封印以后的，总封印还证明不了它们"] if open_ else []
    said += ["没有给出另存的封印清单：整个另造的档案要用 --seals 才查得出"] if kept is None else []
    return list(dict.fromkeys(faults)), said


def _zip(path: Path) -> zipfile.ZipFile:
    if not path.is_file():
        raise Unreadable(f"没有这个文件或文件夹：{path}")
    try:
        return zipfile.ZipFile(path)
    except SPOILT as error:
        raise Unreadable(f"“{path.name}”不是压缩包，或者已经损坏") from error


def _container(package: Package) -> Iterator[Fault]:
    """The zip file around the files: its last bytes are the digest of all before them, unless it was packed anew."""
    yield from [(name, "包里有两个同名的文件") for name, n in Counter(package.names).items() if n > 1]
    if not package.zip:
        return
    with package.path.open("rb") as file:
        size = package.path.stat().st_size
        file.seek(max(0, size - 80))
        tail = file.read()
        file.seek(0)
        if tail.startswith(TAIL):
            if _digest(file, size - 80).encode() != tail[len(TAIL) :]:
                yield package.path.name, "压缩包有改动（哪个文件变了见其他各条；没有的，变的是文件之外的部分）"
        elif tail[-22:-18] != b"PK\x05\x06" or tail[-2:] != b"\0\0":
            yield package.path.name, "压缩包的末尾被改过"


def _manifest(package: Package, faults: list[Fault]) -> dict[str, Any] | None:
    faults += [(name, "不见了") for name in (MANIFEST, SUM) if name not in package.names]
    told = f"{package.digest(MANIFEST)}  {MANIFEST}\n".encode()
    if SUM in package.names and package.digest(SUM) != hashlib.sha256(told).hexdigest():
        faults.append((MANIFEST, f"与{SUM}不符：两个文件中有一个被改过"))
    try:
        found = package.json(MANIFEST)
        if found["schema"] == SCHEMA:
            return dict(found)
    except SPOILT:
        pass
    faults.append((MANIFEST, "读不出来，其余的无法核对"))
    return None


def _files(package: Package, manifest: Mapping[str, Any]) -> Iterator[Fault]:
    """Every file is there, is what it was, and no other one is there."""
    listed: dict[str, Any] = manifest["files"]
    owner = {one["sha256"]: name for name, one in listed.items()}
    there = set(package.names) - {MANIFEST, SUM}
    yield from [(name, "不见了") for name in sorted(listed.keys() - there)]
    yield from [(name, "清单里没有这个文件，是后加的") for name in sorted(there - listed.keys())]
    for name in sorted(there & listed.keys()):
        found = package.digest(name)
        if found != listed[name]["sha256"]:
            other = owner.get(found)
            yield name, f"里面是“{other}”的内容：被调换" if other else "内容被改过或已损坏"


def _seals(package: Package, manifest: Mapping[str, Any], faults: list[Fault]) -> Iterator[tuple[int, str, str, Any]]:
    """Each daily seal as (number, day, seal, heads by case); a seal is the digest of its own file."""
    mine = {int(case) for one in manifest["households"] for case in one["chains"]}
    for one in manifest["seals"]:
        name = one["file"]
        if package.digest(name) != one["root"]:
            faults.append((name, f"{one['day']}总封印的内容与封印不符"))
            continue
        _before, day, _at, _upto, heads = package.json(name)
        yield (
            one["number"],
            day,
            one["root"],
            {case: (sequence, head) for case, sequence, head in heads if case in mine},
        )


def _against_list(seals: Iterable[Any], listed: Mapping[tuple[str, str], None]) -> Iterator[Fault]:
    if not listed:
        yield "--seals", "清单里没有找到任何总封印（每行要有日期和64位封印）"
    for _number, day, root, _heads in seals:
        if (day, root) not in listed:
            yield f"{day}总封印", "另存的清单里没有这个封印：档案可能是整个另造的"


def _household(package: Package, manifest: Any, one: Any, seals: Any, last: str, faults: list[Fault]) -> int:
    """Check the record of one household; how many of its entries no seal covers yet."""
    name, seals = one["record"], [seal[1:] for seal in seals if seal[0] <= one["sealed"]]
    if name not in package.names:
        return 0
    try:
        record = package.json(name)
        chains = {chain["case"]: chain for chain in record["chains"]}
        for case, chain in chains.items():
            faults += [(name, text) for text in _chain(case, chain, one["chains"].get(str(case)), seals, last)]
        faults += [(name, f"案卷{case}的台账不见了") for case in one["chains"] if int(case) not in chains]
        faults += [(name, text) for text in _evidence(record, chains[record["household"]["case"]])]
        faults += [(name, text) for text in _stored(record, manifest)]
        return sum(_uncovered(case, chain, seals) for case, chain in chains.items())
    except SPOILT as error:
        faults.append((name, f"内容读不懂（{type(error).__name__}）"))
        return 0


def _chain(case: int, chain: Mapping[str, Any], head: Any, seals: Any, last: str) -> Iterator[str]:
    """Seal every entry anew; then lay the chain beside its head in the list and beside the daily seals."""
    before, at, known = "", 0, {}
    for entry in chain["entries"]:
        sequence, facts = entry["sequence"], entry["facts"]
        if sequence != at + 1:
            yield f"案卷{case}第{at + 1}条不见了，或被换了次序"
        who = [entry[key] for key in ("kind", "actor_id", "actor_name", "actor_role", "at")]
        text = f'["{before}",{case},{sequence},{canonical(who)[1:-1]},{facts}]'
        if hashlib.sha256(text.encode()).hexdigest() != entry["seal"]:
            yield f"案卷{case}第{sequence}条：内容与封印不符，被改过，或前一条被换过"
        before, at = entry["seal"], sequence
        known[sequence] = before
    if head != [at, before]:
        yield f"案卷{case}的台账到第{at}条，与清单里的末端不符：末尾有增删"
    sealed = [(day, *heads[case]) for day, _root, heads in seals if case in heads]
    for day, sequence, seal in sealed:
        if known.get(sequence) != seal:
            yield f"案卷{case}第{sequence}条与{day}总封印里的不一致，或已不见"
    covered = max((sequence for _day, sequence, _seal in sealed), default=0)
    for entry in chain["entries"]:
        if entry["sequence"] > covered and _day(entry["at"]) < last:
            yield f"案卷{case}第{entry['sequence']}条在{last}以前，却没有被总封印封住"


def _uncovered(case: int, chain: Mapping[str, Any], seals: Any) -> int:
    covered = max((heads[case][0] for *_seal, heads in seals if case in heads), default=0)
    return sum(entry["sequence"] > covered for entry in chain["entries"])


def _evidence(record: Mapping[str, Any], chain: Mapping[str, Any]) -> Iterator[str]:
    """Every piece of evidence that the ledger tells of is there, and says what it said."""
    there = {one["evidence"]: one for one in record["evidence"]}
    for entry in chain["entries"]:
        if entry["kind"] != "evidence":
            continue
        told = json.loads(entry["facts"])
        one = there.pop(told["evidence"], None)
        if one is None:
            yield f"台账第{entry['sequence']}条登记的材料不见了"
            continue
        sealed = canonical([one["kind"], one["happened_on"], one["body"], [file["digest"] for file in one["files"]]])
        if not hashlib.sha256(sealed.encode()).hexdigest() == one["digest"] == told["digest"]:
            yield f"材料“{one['title']}”（{one['happened_on']}）与台账第{entry['sequence']}条登记的不符"
    yield from (f"材料“{one['title']}”（{one['happened_on']}）台账里没有登记" for one in there.values())


def _stored(record: Mapping[str, Any], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Every file that the record names, and every notice that its ledger says was printed, is in the package."""
    there = {one["sha256"] for one in manifest["files"].values()} | {one["digest"] for one in manifest["missing"]}
    named = {file["digest"] for one in record["evidence"] for file in one["files"]}
    for chain in record["chains"]:
        printed = (json.loads(one["facts"]) for one in chain["entries"] if one["kind"] == "printed")
        named |= {str(one["digest"]) for one in printed if one.get("digest")}
    yield from (f"包里没有它的文件{digest[:12]}" for digest in sorted(named - there))


def canonical(value: Any) -> str:
    """The one JSON text of a value, as the ledger seals it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day(at: str) -> str:
    at = at.replace("Z", "+00:00")
    return datetime.fromisoformat(at).astimezone(OFFICE).date().isoformat()


def _digest(file: IO[bytes], size: int = -1) -> str:
    found = hashlib.sha256()
    while size and (piece := file.read(PIECE if size < 0 else min(PIECE, size))):
        found.update(piece)
        size -= len(piece) if size > 0 else 0
    return found.hexdigest()


def main(arguments: list[str]) -> int:
    """Check what the command line names, and say what was found."""
    seals = arguments.index("--seals") if "--seals" in arguments else -1
    try:
        kept = Path(arguments.pop(seals + 1)).read_text("utf-8") if seals >= 0 else None
        arguments = [one for one in arguments if one != "--seals"]
        [path] = arguments
        faults, said = check(Path(path), kept)
    except (ValueError, IndexError):
        return _say(["用法：python3 check.py 档案.zip或文件夹 [--seals 另存的封印清单]"], 2)
    except (Unreadable, OSError) as error:
        return _say([str(error)], 2)
    return _say(lines(faults, said), 1 if faults else 0)


def lines(faults: Iterable[Fault], said: Iterable[str]) -> list[str]:
    """What was found, for people."""
    found = [f"{where}：{what}" for where, what in faults]
    return [*found, *said, f"发现{len(found)}处问题" if found else "档案完好：没有发现改动"]


def _say(words: Iterable[str], code: int) -> int:
    sys.stdout.write("".join(f"{line}\n" for line in words))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
