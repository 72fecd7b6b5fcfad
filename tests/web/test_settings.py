"""Settings, the secret key, and the start of an application."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.db import connect
from tests.web.client import Visitor
from web.app import create_app
from web.settings import Settings, SettingsError, load, origins


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SHOUXIAN_{name.upper()}", raising=False)
    monkeypatch.setenv("SHOUXIAN_DATA", str(tmp_path))
    return monkeypatch


def write(environment: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    (folder / "shouxian.toml").write_text(text, "utf-8")
    environment.setenv("SHOUXIAN_CONFIG", str(folder / "shouxian.toml"))


def test_the_environment_wins_over_the_file_and_both_say_so(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(environment, tmp_path, 'port = 9000\nhost = "10.0.0.1"\n')
    environment.setenv("SHOUXIAN_PORT", "9001")

    settings = load()

    sources = {row.name: (row.value, row.source) for row in origins(settings)}
    assert sources["port"] == ("9001", "环境变量 SHOUXIAN_PORT")
    assert sources["host"] == ("10.0.0.1", str(tmp_path / "shouxian.toml"))
    assert sources["idle_minutes"] == ("30", "默认")


def test_secrets_are_not_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SHOUXIAN_SECRET_KEY", "k" * 40)
    environment.setenv("SHOUXIAN_DATABASE_URL", "postgresql://clerk:hidden@db/shouxian")

    shown = str(origins(load()))

    assert "kkk" not in shown
    assert "hidden" not in shown


@pytest.mark.parametrize("text", ["port = ", "port = 'many'", "colour = 'green'"])
def test_a_file_that_cannot_work_is_refused_by_name(environment: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    write(environment, tmp_path, text)

    with pytest.raises(SettingsError, match=r"shouxian\.toml|port|colour"):
        load()


def test_a_missing_file_is_said(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SHOUXIAN_CONFIG", "/nowhere/shouxian.toml")

    with pytest.raises(SettingsError, match="找不到设置文件"):
        load()


@pytest.mark.parametrize("key", ["", "short"])
def test_a_real_instance_needs_a_long_key(site_db: Engine, tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match="SHOUXIAN_SECRET_KEY"):
        create_app(Settings(data=tmp_path, secret_key=key), site_db)


@pytest.mark.parametrize("training", [True])
def test_a_training_instance_keeps_a_key_of_its_own(site_db: Engine, tmp_path: Path, training: bool) -> None:
    first = create_app(Settings(data=tmp_path), site_db)
    second = create_app(Settings(data=tmp_path), site_db)

    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_an_empty_database_is_refused_with_the_command_to_type(tmp_path: Path) -> None:
    db = connect(f"sqlite:///{tmp_path / 'empty.sqlite'}")

    with pytest.raises(SettingsError, match="shouxian init"):
        create_app(Settings(data=tmp_path, secret_key="k" * 40), db)
    db.dispose()


def test_behind_https_the_cookie_stays_there(site_db: Engine, settings: Settings) -> None:
    visitor = Visitor(create_app(settings.model_copy(update={"https": True}), site_db))

    answer = visitor.look("/sign-in").response

    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]
