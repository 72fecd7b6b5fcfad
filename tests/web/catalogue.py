"""The English catalogue against the words in the code. `python -m tests.web.catalogue` brings it up to date.

New words come in with an empty translation, words that nothing says any more go out.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "web" / "translations"
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}


def extracted() -> Catalog:
    """Every word for people in the code and the templates."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call]
    words = Catalog(project="shouxian", charset="utf-8")
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours)
    for file, _line, message, _comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        words.add(message, None, [(file, 1)], context=context)
    return words


def _is_ours(folder: str) -> bool:
    """Whether a folder holds code of ours; the root is asked about as well."""
    path = Path(folder)
    ours = {"engine", "states", "publicity", "web"}
    return path == ROOT or path.relative_to(ROOT).parts[0] in ours


def english() -> Catalog:
    """The catalogue as it stands."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> list[str]:
    """Bring the catalogue up to date; give back what has no translation."""
    catalogue = english() if ENGLISH.exists() else Catalog(locale="en")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    text = BytesIO()
    write_po(text, catalogue, omit_header=False, width=110, include_lineno=False, sort_output=False)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(text.getvalue())
    return missing(catalogue)


def missing(catalogue: Catalog) -> list[str]:
    """The words without a translation."""
    return [str(message.id) for message in catalogue if message.id and (not message.string or message.fuzzy)]


if __name__ == "__main__":
    print("\n".join(update()))
