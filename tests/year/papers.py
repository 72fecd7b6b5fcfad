"""The press of the year: of so many papers of a kind one is set as PDF; the others are read and found printable."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.files import FileStore
from publicity.documents import Printed, render
from publicity.documents.registry import sheet


@dataclass
class Press:
    """Sets papers; of `every` so many of a kind one is made as PDF, the first of each among them; none with 0."""

    store: FileStore
    every: int = 1
    made: Counter[str] = field(default_factory=Counter)
    set: int = 0

    def paper(self, name: str, values: Mapping[str, Any]) -> Printed:
        """The paper of these values; raises where it could not be printed, also when no PDF is made of it."""
        self.made[name] += 1
        if not self.every or (self.made[name] - 1) % self.every:
            page = sheet(name, values)
            return Printed(name, b"", hashlib.sha256(page.html.encode()).hexdigest(), 1, page.values_digest)
        self.set += 1
        printed = render(name, values)
        self.store.put(printed.pdf)
        return printed
