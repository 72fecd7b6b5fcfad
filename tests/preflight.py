"""Every document before Apache Preflight: `python -m tests.preflight`.

No validator of PDF/A-3 or PDF/UA can be had from Debian, PyPI or npm (veraPDF is in none of them). Preflight is, and
knows PDF/A-1b only: what it finds in the documents printed as that is what two known reasons explain, or a fault.
Needs a Java runtime and the packages in `PACKAGES`; exit codes: 0 in order, 1 something found, 2 not installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from publicity.documents import DOCUMENTS, find, render

JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "jaxb-api", "javax.activation")
PACKAGES = "libpdfbox2-java libfontbox2-java libcommons-logging-java libactivation-java libjaxb-api-java"
FINDING = re.compile(r"^(\d[\d.]*) : (.*)$", re.MULTILINE)
KNOWN = {
    "Schema is not set in this document": "its reader of metadata overlooks namespaces declared on rdf:RDF",
    "Invalid graphics transparency": "allowed from PDF/A-2 on, and we print PDF/A-3",
}


def findings(folder: Path, name: str) -> list[str]:
    """What Preflight says of a document that no known reason explains."""
    file = folder / f"{name}.pdf"
    file.write_bytes(render(name, find(name).sample(), variant=cast(Any, "pdf/a-1b")).pdf)
    jars = ":".join(f"/usr/share/java/{jar}.jar" for jar in JARS)
    command = ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = [f"{number} {text}" for number, text in FINDING.findall(done.stdout)]
    if not said and "is a valid PDF/A-1b file" not in done.stdout:
        said = [done.stderr.strip() or "no answer"]
    return [one for one in said if not any(known in one for known in KNOWN)]


def main() -> int:
    """Look at every document."""
    if not Path(f"/usr/share/java/{JARS[0]}.jar").exists():
        sys.stderr.write(f"apt-get install -y --no-install-recommends default-jre-headless {PACKAGES}\n")
        return 2
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in DOCUMENTS:
            found = findings(Path(folder), name)
            wrong += len(found)
            sys.stdout.write(f"{name}: {'; '.join(found)[:400] or 'in order'}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
