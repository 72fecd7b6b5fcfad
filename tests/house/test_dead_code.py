"""Nothing is kept that nothing uses. Fields are left out: rows and values carry some for readers of the database."""

import re
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["engine", "states", "publicity", "web", "tests", "dev.py", "hatch_build.py"]
KINDS = {"class", "function", "import", "method", "property", "unreachable_code"}

# What a library calls by its decorator or by its name.
DECORATORS = [
    "@compiles",
    *(f"@*.{name}" for name in ("command", "group", "callback", "get", "post", "put", "patch", "delete", "route")),
    *(f"@*.{name}" for name in ("errorhandler", "register_error_handler", "user_loader", "request_loader")),
    *(f"@*.{name}" for name in ("before_request", "after_request", "teardown_request", "teardown_appcontext")),
    *(f"@*.{name}" for name in ("context_processor", "template_filter", "template_global", "template_test")),
    *("@event.listens_for", "@listens_for", "@field_validator", "@model_validator", "@field_serializer"),
    *("@pytest.fixture", "@fixture", "@given", "@when", "@then", "@step", "@rule", "@invariant", "@initialize"),
]
NAMES = [
    *("test_*", "pytest_*", "validate_*", "visit_*", "do_*", "handle_*"),
    *("load_dialect_impl", "process_bind_param", "process_result_value"),  # SQLAlchemy's column types
    *("is_active", "is_authenticated", "is_anonymous", "get_id"),  # Flask-Login's user
    *("teardown", "exec_module"),  # called by Hypothesis after a life; by Python's import
    "handle",  # called by socketserver
    *("CompileTranslations", "fetch"),  # found by hatchling; called by WeasyPrint
    *("Meta", "db_type"),  # Django's models and fields, which stand beside ours in the bench
    *("settings_customise_sources", "initialize", "upgrade", "downgrade"),
]
WORD = re.compile(r"[A-Za-z_]\w+")


def words_of_templates() -> set[str]:
    """Every word in a template or a style sheet: templates call methods, too."""
    files = [file for package in ("web", "publicity") for file in (ROOT / package).rglob("*.html")]
    return {word for file in files for word in WORD.findall(file.read_text("utf-8"))}


def test_everything_is_used() -> None:
    vulture = Vulture(ignore_names=NAMES, ignore_decorators=DECORATORS)
    vulture.scavenge([ROOT / source for source in SOURCES])
    called = words_of_templates()
    found = [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno}: {item.message}"
        for item in vulture.get_unused_code(min_confidence=60)
        if item.typ in KINDS and item.name not in called
    ]
    assert not found, "\n".join(found)
