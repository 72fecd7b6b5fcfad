"""What a program may send: strict shapes, nothing unknown, days and texts by pattern."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

A_DAY = r"^(19|2[0-8])[0-9]{2}-[0-9]{2}-[0-9]{2}$"
CODE = r"^[0-9]{0,14}$"
NAME = r"^[a-z][a-z0-9_-]{0,47}$"
GREATEST = 2**53 - 1  # what every program can hold as a whole number


class Body(BaseModel):
    """The content of a request."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """What stands behind the question mark."""

    model_config = ConfigDict(extra="forbid")


class Keyed(BaseModel):
    """The header without which nothing is changed: the same key does the same thing once."""

    key: str = Field(
        alias="Idempotency-Key",
        pattern=r"^[0-9A-Za-z_.:-]{8,64}$",
        description="Chosen by the sender; sent again, the first answer is given and nothing is done twice.",
    )


class CasePath(BaseModel):
    """A case in the address."""

    case_id: int = Field(ge=1, le=GREATEST)


class NoticePath(BaseModel):
    """A notice in the address."""

    notice_id: int = Field(ge=1, le=GREATEST)


class ChangePath(BaseModel):
    """A change in the address."""

    change_id: int = Field(ge=1, le=GREATEST)


def _day(value: Any) -> Any:
    if isinstance(value, str) and re.match(A_DAY, value):
        return date.fromisoformat(value)
    raise ValueError("应写作 2021-10-25")


def _whole(value: Any) -> Any:
    """JSON knows no whole numbers: 5.0 is one, while true and "5" are none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise ValueError("应为 base64") from error


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": A_DAY})]
Base64 = Annotated[bytes, BeforeValidator(_bytes), WithJsonSchema({"type": "string", "contentEncoding": "base64"})]
CaseId = Annotated[int, Field(ge=1, le=GREATEST), BeforeValidator(_whole)]
Version = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_whole)]
Text = Annotated[str, Field(max_length=400, pattern=r"^[^\x00-\x08\x0b-\x1f]*$")]
Name = Annotated[str, Field(pattern=NAME)]
NameOrNone = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_-]{0,47})?$")]
AreaCode = Annotated[str, Field(pattern=CODE)]
Cursor = Annotated[str, Field(max_length=400, pattern=r"^[0-9A-Za-z_=-]*$")]
Limit = Annotated[int, Field(ge=1, le=200)]
