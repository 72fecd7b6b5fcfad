"""The examinations of `shouxian doctor`, each with a remedy."""

from __future__ import annotations

import ctypes.util
import importlib
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engine.clock import OFFICE
from engine.db import connect, reading
from engine.jobs import desk, workers
from engine.jobs.job import QUEUED, RUNNING
from publicity.errors import FontsMissing
from publicity.fonts.faces import FACES
from publicity.fonts.folder import find, lacking
from states import instance
from states.book import open_book
from states.reminders import outbox
from states.wordings import orphans
from web import mailing
from web.secret_key import secret_key
from web.settings import Settings, SettingsError

LIBRARIES = {"pangoft2-1.0": "libpangoft2-1.0-0", "harfbuzz-subset": "libharfbuzz-subset0"}
PACKAGES = {
    "pikepdf": ("pikepdf", "合并和归档打印的文件"),
    "pypdfium2": ("pypdfium2", "把文书和扫描件画成图"),
    "zxingcpp": ("zxing-cpp", "识读扫描件上的编码"),
    "docx": ("python-docx", "写出可以修改的报告"),
    "uharfbuzz": ("uharfbuzz", "画长名单和成批的表"),
}
"""Modules that papers need besides the page itself: the package that brings each, and what it is for."""
ENOUGH_DISK = 1024**3
CLOCK_SLACK = 60  # seconds
STUCK_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one examination."""

    name: str
    ok: bool
    text: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Every examination, in the order in which to mend."""
    return [_python(), *_libraries(), *_packages(), _fonts(), _disk(settings), *_database(settings)]


def _python() -> Finding:
    return Finding("Python", sys.version_info >= (3, 11), platform.python_version(), "安装 Python 3.11 或更新版本")


def _libraries() -> Iterator[Finding]:
    for library, package in LIBRARIES.items():
        found = ctypes.util.find_library(library)
        yield Finding(f"程序库 {library}", bool(found), found or "没有找到", f"apt-get install -y {package}")


def _packages() -> Iterator[Finding]:
    for module, (package, use) in PACKAGES.items():
        try:
            importlib.import_module(module)
        except (ImportError, OSError) as fault:
            yield Finding(f"程序库 {package}", False, f"不能{use}：{fault}", f"python -m pip install {package}")
        else:
            yield Finding(f"程序库 {package}", True, use)


def _fonts() -> Finding:
    try:
        return Finding("打印字库", True, str(find()))
    except FontsMissing as error:
        text = f"缺少{'、'.join(faces)}" if 0 < len(faces := lacking()) < len(FACES) else "还没有准备"
        return Finding("打印字库", False, text, str(error))


def _disk(settings: Settings) -> Finding:
    folder = settings.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Finding(
        "磁盘", free >= ENOUGH_DISK, f"{Path(settings.data)} 剩余 {free / 1024**3:.1f} GB", "清理磁盘或换数据目录"
    )


def _database(settings: Settings) -> Iterator[Finding]:
    url = settings.database
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        yield Finding("数据库", False, "还没有建立", "shouxian init")
        return
    try:
        db = connect(url)
        if not inspect(db).has_table(instance.Setting.__tablename__):
            yield Finding("数据库", False, "是空的", "shouxian init")
            return
        with reading(db) as session:
            training = instance.is_training(session)
            kind = "练习系统" if training else "正式系统"
            yield Finding("数据库", True, f"{db.dialect.name}，{kind}，日期差{instance.days_ahead(session)}天")
            yield _jobs(session)
            yield _cases(session)
            yield _mail(settings, session)
            if db.dialect.name == "postgresql":
                yield _clock(session.execute(sqlalchemy.text("SELECT now()")).scalar_one())
        db.dispose()
    except SQLAlchemyError as error:
        reason = (str(getattr(error, "orig", error)).strip().splitlines() or [""])[0]
        yield Finding("数据库", False, f"连不上：{reason}", "核对 SHOUXIAN_DATABASE_URL，确认数据库在运行")
        return
    yield _clock(None)
    try:
        secret_key(settings, training=training)
        yield Finding("密钥", True, "已就绪")
    except SettingsError as error:
        yield Finding("密钥", False, "没有设置", str(error))


def _jobs(session: Session) -> Finding:
    """Whether somebody does the background jobs, and whether one of them has not got on for long."""
    at = datetime.now(UTC)
    living = [one.name for one in workers.everybody(session) if one.seen_at > at - workers.DEAD_AFTER]
    counted, stuck = desk.counts(session), desk.stuck(session, instance.now(session, at) - STUCK_AFTER)
    text = f"{len(living)}个后台程序在办，{counted[QUEUED]}个任务等待，{counted[RUNNING]}个进行中"
    if any(counted.values()) and not living:
        return Finding("后台任务", False, text, "shouxian worker（SQLite 上由 shouxian serve 自己带起）")
    if stuck:
        remedy = "在“后台任务”里取消后重试；仍不动请重新启动后台程序"
        return Finding("后台任务", False, f"任务{'、'.join(map(str, stuck))}一小时没有进展", remedy)
    return Finding("后台任务", True, text)


def _cases(session: Session) -> Finding:
    """Whether some case is stuck, as its wording, its step or its state is not known, or nobody is there to do it."""
    found = orphans.scan(session, open_book())
    text = "；".join(f"{one.message}（{one.cases}户）" for one in found) or "没有办不下去的户"
    remedy = "shouxian pack orphans 看是哪些户；把库恢复到升级以前，或迁移到一版能办的方案"
    return Finding("在办的户", not orphans.wrong(found), text, remedy)


def _mail(settings: Settings, session: Session) -> Finding:
    """Whether the mail server answers, and whether mails wait that it did not take."""
    if not mailing.is_configured(settings):
        return Finding("邮件", True, "没有设置，只在系统内提醒")
    box = outbox.standing(session, instance.now(session, datetime.now(UTC)))
    text = f"{settings.mail_host}:{settings.mail_port}，{box.waiting}封待发"
    try:
        with mailing.server(settings) as smtp:
            smtp.noop()
    except OSError as error:
        remedy = "核对 SHOUXIAN_MAIL_HOST、PORT、USER、PASSWORD、STARTTLS，确认邮件服务器可以连接"
        return Finding("邮件", False, f"{text}，连不上：{mailing.why(error)}", remedy)
    remedy = "核对发件地址 SHOUXIAN_MAIL_FROM 和收件人的邮箱，再运行 shouxian reminder send"
    text += f"，{box.failed}封发不出：{box.failure}" if box.failed else ""
    return Finding("邮件", not box.failed, text, remedy)


def _clock(database: datetime | None) -> Finding:
    """The machine's clock against the database server's, or against the youngest file we ship."""
    at = datetime.now(UTC)
    shown = f"{at.astimezone(OFFICE):%Y-%m-%d %H:%M}（北京时间）"
    if database is not None:
        off = abs((database - at).total_seconds())
        return Finding("与数据库的时差", off < CLOCK_SLACK, f"{off:.0f}秒", "给两台机器对时（NTP）")
    shipped = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    return Finding("时钟", at >= shipped, shown, "系统时间早于程序文件，请对时")
