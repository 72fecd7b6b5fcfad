"""The documents as they were agreed: `python -m tests.publicity.golden [NAME...]` writes their text and measures.

Look at the paper (`shouxian document preview NAME --out FILE`) before what it says is written down.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from publicity.documents import DOCUMENTS, preview
from tests.publicity.measured import Page, pages

FOLDER = Path(__file__).parent / "golden"


@cache
def sample_pages(name: str) -> list[Page]:
    """The pages of its sample, read once in a run."""
    return pages(preview(name).pdf)


def text(name: str) -> str:
    """What the document says, page by page."""
    found = sample_pages(name)
    return "\n".join(f"【第{at}页】\n" + "\n".join(page.lines()) + "\n" for at, page in enumerate(found, 1))


def measures(name: str) -> list[dict[str, Any]]:
    """The measures of its pages."""
    return [page.measures() for page in sample_pages(name)]


def write(name: str) -> None:
    """Keep the document as it is now."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(text(name), "utf-8")
    told = ",\n".join(json.dumps(page, ensure_ascii=False) for page in measures(name))
    (FOLDER / f"{name}.json").write_text(f"[\n{told}\n]\n", "utf-8")


if __name__ == "__main__":
    for wanted in sys.argv[1:] or DOCUMENTS:
        write(wanted)
