"""The key that signs sessions: a real instance must be given one, a training instance makes its own."""

from __future__ import annotations

import os
import secrets

from web.settings import Settings, SettingsError

SHORTEST = 32


def secret_key(settings: Settings, *, training: bool) -> str:
    """The key in force.

    Raises:
        SettingsError: a real instance without a key, or with one that is too short to be safe.
    """
    if settings.secret_key:
        if len(settings.secret_key) < SHORTEST:
            raise SettingsError(f"SHOUXIAN_SECRET_KEY 太短：至少{SHORTEST}个字符")
        return settings.secret_key
    if not training:
        raise SettingsError(
            "正式系统必须设置 SHOUXIAN_SECRET_KEY（至少32个字符，各进程相同，不要写进代码库）。"
            '可用此命令生成：python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return _kept(settings)


def _kept(settings: Settings) -> str:
    """The training instance's own key, made once; workers that start side by side agree on one."""
    file = settings.data / "secret_key"
    settings.data.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".secret_key.{os.getpid()}")
    if not file.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), "ascii")
        try:
            os.link(draft, file)  # whoever links first wins, and the file is never seen half written
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text("ascii")
