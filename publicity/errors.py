"""What can go wrong between plain values and a printed page, with the facts for the clerk's message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicity.glyphs import Problem


class PublicityError(Exception):
    """Any refusal of this package; its text is Chinese and may be shown to the clerk as it is."""


class UnknownDocument(PublicityError):
    """No document goes by this name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有名为“{name}”的文书")

    def __reduce__(self) -> tuple[type[UnknownDocument], tuple[str]]:
        return type(self), (self.name,)


class InvalidValues(PublicityError):
    """The values do not make this document; `problems` are Chinese sentences, one per fault."""

    def __init__(self, document: str, problems: Sequence[str]) -> None:
        self.document, self.problems = document, tuple(problems)
        super().__init__(f"《{document}》的内容不完整或不合规：" + "；".join(self.problems))

    def __reduce__(self) -> tuple[type[InvalidValues], tuple[str, tuple[str, ...]]]:
        return type(self), (self.document, self.problems)


class Unprintable(PublicityError):
    """Characters that no prepared font can draw; raised before anything is written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(problem.message for problem in self.problems))

    def __reduce__(self) -> tuple[type[Unprintable], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class ImageMissing(PublicityError):
    """An image the page asks for is not among the given ones, or cannot be read."""

    def __init__(self, file: str, reason: str = "文件不存在") -> None:
        self.file, self.reason = file, reason
        super().__init__(f"图片“{file}”无法放入文书：{reason}")

    def __reduce__(self) -> tuple[type[ImageMissing], tuple[str, str]]:
        return type(self), (self.file, self.reason)


class FetchRefused(PublicityError):
    """The page asked for something outside of the document, which is never fetched."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(f"文书不得读取外部内容：{url[:80]}")

    def __reduce__(self) -> tuple[type[FetchRefused], tuple[str]]:
        return type(self), (self.url,)


class FontsMissing(PublicityError):
    """The fonts are not prepared on this machine, or a source font cannot be had; the text says what to type."""


class PrintFailed(PublicityError):
    """The printer's process ran out of time or memory, or the page could not be laid out."""
