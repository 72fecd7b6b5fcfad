"""What the letter that answers an objection says."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from publicity.documents.letters import Letter
from publicity.documents.values import Contact, Short, Text, public

Said = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(public)]


class ObjectionAnswer(Letter):
    """What was found and what follows, by the receipt's number; names neither who objected nor whom it is about."""

    receipt: Short = Field(title="回执编号")
    notice: Text = Field(title="公示编号")
    filed_on: date = Field(title="反映日期")
    settled_on: date = Field(title="办结日期")
    outcome: Literal["dismissed", "upheld"] = Field(title="核实结论")
    answer: Said = Field(title="答复")
    contact: Contact = Field(title="受理单位")
