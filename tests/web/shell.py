"""Commands as a shell runs them."""

from __future__ import annotations

from click.testing import CliRunner, Result

from web.cli import main


def run(*arguments: object, answer: str = "") -> Result:
    """Run a command; whatever it raises besides an exit is a mistake of ours."""
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result
