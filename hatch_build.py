"""What is made while the project is built or installed, and so is not kept in git.

The translations are compiled, and a wheel carries what came of the scenarios when the tests were last run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    """Runs before the files of a wheel are gathered; an editable install is one, too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue that is newer than its compiled form."""
        compile_catalogues(Path(self.root))
        if version != "editable" and (results := scenario_results(Path(self.root))):
            build_data["force_include"][str(results)] = "web/handbook/results.xml"


def compile_catalogues(root: Path) -> None:
    """Write `messages.mo` beside every `messages.po` of the web package that changed since."""
    for source in sorted((root / "web" / "translations").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as written:
            catalogue = read_po(written)
        with target.open("wb") as compiled:
            write_mo(compiled, catalogue)


def scenario_results(root: Path) -> Path | None:
    """The last test run's scenarios and their outcomes, without paths, names of machines or tracebacks."""
    ran, kept = root / "build" / "junit.xml", root / "build" / "results.xml"
    if not ran.is_file():
        return None
    run = ElementTree.parse(ran).getroot()  # noqa: S314 - written by our own test run
    suite = ElementTree.Element("testsuite", timestamp=next(run.iter("testsuite")).get("timestamp", ""))
    for case in run.iter("testcase"):
        told = [part for part in case.iter("property") if part.get("name") == "scenario"]
        if told:
            line = ElementTree.SubElement(suite, "testcase")
            ElementTree.SubElement(line, "properties").extend(told)
            for outcome in {part.tag for part in case} & {"failure", "error", "skipped"}:
                ElementTree.SubElement(line, outcome)
    ElementTree.ElementTree(suite).write(kept, "utf-8")
    return kept
