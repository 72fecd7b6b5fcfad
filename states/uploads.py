"""Photos and scans handed in: what they really are is looked at, never what their name says.

Pictures are decoded and written anew: whatever else was hidden in the file is gone, and a photo of a
modern phone becomes a size that a township's disk can bear.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from engine.errors import BadInput, Problem
from engine.evidence import Attachment
from engine.files import FileStore

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 80_000_000
LONG_SIDE = 2400
PICTURES = ("image/jpeg", "image/png", "image/webp")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    data: bytes


def keep(store: FileStore, uploads: list[Upload]) -> list[Attachment]:
    """Check every file and then store all; one bad file and none is stored. Raises `BadInput` naming each."""
    problems: list[Problem] = []
    good: list[tuple[str, str, bytes]] = []
    for upload in uploads:
        try:
            media_type, data = checked(upload)
            good.append((upload.name[:200] or "文件", media_type, data))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(*problems)
    return [Attachment(store.put(data), name, media_type, len(data)) for name, media_type, data in good]


def checked(upload: Upload) -> tuple[str, bytes]:
    """The media type and the content to keep; raises `BadInput` in the clerk's words."""
    if not upload.data:
        raise _bad(upload, "是空文件，请重新选择")
    if len(upload.data) > MAX_BYTES:
        size = len(upload.data) / 1024 / 1024
        raise _bad(upload, f"有{size:.0f} MB，超过{MAX_BYTES // 1024 // 1024} MB；请用手机的普通画质重拍，或压缩后再传")
    kind = filetype.guess(upload.data)
    if kind is not None and kind.mime in PICTURES:
        return "image/jpeg", _picture(upload)
    if upload.data.startswith(b"%PDF-"):
        return "application/pdf", upload.data
    raise _bad(upload, "不是照片（JPG、PNG、WebP）或PDF扫描件，不能作为材料上传")


def _picture(upload: Upload) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(upload.data)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _bad(upload, "像素太多，打不开；请用普通画质重拍")
                upright = ImageOps.exif_transpose(picture).convert("RGB")
                upright.thumbnail((LONG_SIDE, LONG_SIDE))
                out = io.BytesIO()
                upright.save(out, "JPEG", quality=85)
                return out.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise _bad(upload, "照片已损坏，打不开；请重新拍照或换一张") from error


def turned(data: bytes, quarters: int) -> bytes:
    """A kept picture turned clockwise by so many quarters of a circle."""
    if not quarters % 4:
        return data
    with Image.open(io.BytesIO(data)) as picture:
        out = io.BytesIO()
        picture.rotate(-90 * quarters, expand=True).save(out, "JPEG", quality=85)
        return out.getvalue()


def _bad(upload: Upload, reason: str) -> BadInput:
    return BadInput(Problem(f"“{upload.name or '文件'}”", reason))
