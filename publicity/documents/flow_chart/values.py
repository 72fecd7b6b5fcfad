"""What a flow chart says: a drawing in plain figures, and the same steps in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from publicity.documents.values import Imprint, Note, Short, Text, Values

Figure = Annotated[float, Field(ge=0, le=20000)]
Way = Annotated[str, StringConstraints(pattern=r"^(M[0-9. ]+( [VH][0-9.]+)+)?$", max_length=100)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")]


class Box(Values):
    """A step in the drawing."""

    step: Name
    x: Figure
    y: Figure
    height: Figure
    title: Sequence[Short] = Field(title="步骤")
    by: Short = Field(title="由谁办")
    remarks: Sequence[Short] = Field(default=(), title="备注")
    skips: bool = False


class Edge(Values):
    """A way from one step to another."""

    before: Name
    after: Name
    way: Way


class Step(Values):
    """A step in words."""

    title: Text = Field(title="步骤")
    by: Short = Field(title="由谁办")
    asks: Annotated[str, StringConstraints(max_length=600)] = Field(default="", title="要有")
    when: Annotated[str, StringConstraints(max_length=200)] = Field(default="", title="期限")
    basis: Annotated[str, StringConstraints(max_length=100)] = Field(default="", title="依据")


class FlowChart(Imprint):
    """The chart of one move of one plan."""

    plan: Text = Field(title="方案")
    move: Short = Field(title="程序")
    name: Name
    begin: Note = Field(title="办理前")
    end: Text = Field(title="办成后")
    width: Figure
    height: Figure
    boxes: Sequence[Box]
    edges: Sequence[Edge]
    steps: Sequence[Step] = Field(title="步骤")
    made_on: date = Field(title="印制日期")

    def dated_on(self) -> date:
        """The day on which it was made."""
        return self.made_on
