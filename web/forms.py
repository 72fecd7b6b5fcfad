"""The base of every form: CSRF, messages in the reader's language, problems from below put beside their fields."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, Length

from engine.errors import BadInput


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """A form of ours."""

    def put(self, error: BadInput) -> None:
        """Put each problem beside the field it names; the others stand above the form."""
        for problem in error.problems:
            reason = str(gettext(problem.reason))
            if problem.where in self._fields:
                field = self._fields[problem.where]
                field.errors = [*field.errors, reason]
            else:
                self.form_errors.append(reason)


def set_apart(form: Form, name: str) -> None:
    """Give the boxes of one of several forms on a page names of their own for their labels."""
    for field in form:
        field.id = f"{name}-{field.name}"


def required() -> InputRequired:
    """The field must be filled in."""
    return InputRequired(_l("请填写"))


def at_most(characters: int) -> Length:
    """The field holds no more than so many characters."""
    return Length(max=characters, message=_l("不能超过%(max)d个字"))
