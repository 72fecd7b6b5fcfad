"""Settings: from the environment or one TOML file, each knowing where it came from."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import TomlConfigSettingsSource as TomlSource

PREFIX = "SHOUXIAN_"
CONFIG = "SHOUXIAN_CONFIG"
SECRETS = frozenset({"secret_key", "database_url", "mail_password"})
"""Settings whose value is never shown."""


class SettingsError(Exception):
    """The settings in force cannot work; the text says which and why."""


def default_data() -> Path:
    """The data folder where none is named."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "shouxian"
    return Path(os.environ.get("XDG_DATA_HOME", "~/.local/share")).expanduser() / "shouxian"


class Settings(BaseSettings):
    """What is in force; `SHOUXIAN_` and the field's name in capitals is the environment's name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database_url: str = ""
    data: Path = Field(default_factory=default_data)
    files: str = ""
    secret_key: str = ""
    fonts: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    https: bool = False
    proxies: int = Field(default=0, ge=0, le=5)
    idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    password_days: int = Field(default=90, ge=0)
    max_upload_mb: int = Field(default=25, ge=1)
    max_scan_mb: int = Field(default=120, ge=1)
    sign_ins_per_minute: int = Field(default=30, ge=1)
    public_forms_per_minute: int = Field(default=10, ge=1)
    """How often one visitor of the public board may send a form."""
    public_forms_per_address: int = Field(default=120, ge=1)
    """The same of all visitors behind one address: a whole village may share one."""
    api_calls_per_minute: int = Field(default=600, ge=1)
    limits_storage: str = "memory://"
    log_level: str = "INFO"
    full_sync: bool = True
    job_days: int = Field(default=180, ge=1)
    """How long finished background jobs stay before they may be cleared."""
    result_days: int = Field(default=30, ge=1)
    """The same of the files that they made, which hold personal data."""
    worker_beside: bool = True
    """Whether the web service on SQLite starts a worker for background jobs beside itself."""
    address: str = ""
    """Where people reach the service, such as http://10.1.2.3:8000, for links in mails."""
    mail_host: str = ""
    """The SMTP server for the daily digests; without one, and `mail_from`, none are sent."""
    mail_port: int = Field(default=25, ge=1, le=65535)
    mail_user: str = ""
    mail_password: str = ""
    mail_from: str = ""
    mail_starttls: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not one of our two sources
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - not one of our two sources
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        file = os.environ.get(CONFIG)
        return (init_settings, env_settings, *([TomlSource(settings_cls, Path(file))] if file else []))

    @property
    def is_configured(self) -> bool:
        """Whether somebody named a database; without one, the first start is a training instance."""
        return bool(self.database_url)

    @property
    def database(self) -> str:
        """The database's address, by default an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'shouxian.sqlite'}"

    @property
    def evidence(self) -> str:
        """Where evidence files are kept: a folder or an fsspec address."""
        return self.files or str(self.data / "files")


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting in force, fit to be shown, and where it came from."""

    name: str
    value: str
    source: str


def load() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: the file is missing or malformed, or a value cannot be used.
    """
    file = os.environ.get(CONFIG)
    if file and not Path(file).is_file():
        raise SettingsError(f"找不到设置文件：{file}（{CONFIG}）")
    try:
        return Settings()
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件 {file} 不是正确的 TOML：{error}") from error
    except ValidationError as error:
        names = "；".join(f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in error.errors(include_input=False))
        raise SettingsError(f"设置有误：{names}") from error


def origins(settings: Settings) -> list[Origin]:
    """Every setting in force with its source; secrets are masked."""
    file = os.environ.get(CONFIG, "")
    written = tomllib.loads(Path(file).read_text("utf-8")) if file else {}
    rows = []
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        if variable in os.environ:
            source = f"环境变量 {variable}"
        elif name in written:
            source = file
        else:
            source = "默认"
        value = getattr(settings, name)
        shown = "（已设置）" if name in SECRETS and value else str(value)
        rows.append(Origin(name, shown, source))
    return rows
