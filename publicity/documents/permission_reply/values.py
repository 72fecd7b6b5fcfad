"""What the answer to a request to open a platform says."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from publicity.documents.letters import Letter
from publicity.documents.values import Note, Text


class PermissionReply(Letter):
    """Granted for so many days, or refused for a reason."""

    to: Text = Field(title="主送机关")
    platform: Text = Field(title="申请开放的系统")
    request_title: Text = Field(title="请示标题")
    request_number: Text = Field(title="请示文号")
    granted: bool = Field(title="同意开放")
    since: date | None = Field(default=None, title="开放日期")
    until: date | None = Field(default=None, title="关闭日期")
    remarks: Note = Field(title="要求或理由")

    @model_validator(mode="after")
    def _has_its_days(self) -> Self:
        if self.granted and (self.since is None or self.until is None):
            raise ValueError("同意开放的，要写明开放日期和关闭日期")
        if self.since and self.until and self.until < self.since:
            raise ValueError("关闭日期早于开放日期")
        return self

    @property
    def lines(self) -> list[str]:
        """The title's lines."""
        return [self.issuer, f"关于{'同意' if self.granted else '不同意'}开放{self.platform}", "录入权限的批复"]
