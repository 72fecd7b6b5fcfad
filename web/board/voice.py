"""Speaking up against a household on a notice, without an account; the receipt is shown once."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from engine.errors import BadInput
from states import board, objecting
from states.board import PublicNotice
from states.objecting import LONGEST
from web import now, once
from web.access import Anyone, Area, access
from web.board.blueprint import bp
from web.board.hall import on_board
from web.database import reading, work
from web.extensions import limiter, public_address_limit, public_form_limit, visitor
from web.forms import Form, at_most, required


class VoiceForm(Form):
    """What is said, against whom, and how to reach who says it. `website` is a trap: people never see it."""

    position = SelectField(_l("您要反映哪一户"), [required()], coerce=int)
    text = TextAreaField(
        _l("反映的情况"),
        [required(), at_most(LONGEST["text"])],
        description=_l("请写清事实，最多2000字。请不要写身份证号、病情等隐私"),
    )
    contact = StringField(
        _l("您的姓名和电话"),
        [at_most(LONGEST["contact"])],
        description=_l("只有核实的工作人员能看到，我们为您保密；不愿留名也可以不填"),
    )
    website = StringField(_l("请不要填写这一栏"))

    def offer(self, found: PublicNotice) -> None:
        """Offer the households of the notice by their place on the list."""
        self.position.choices = [
            SelectChoice(line.position, f"{line.position}　{line.group}　{line.head}") for line in found.lines
        ]


@bp.get("/notice/<number>/objection")
@access(Anyone.PUBLIC, Area.OPEN)
def ask(number: str) -> str:
    """Ask what somebody has to say."""
    with reading() as db:
        found = on_board(db, number)
    form = VoiceForm(position=request.args.get("line", 0, int), formdata=None)
    form.offer(found)
    return render_template("board/objection.html", found=found, form=form)


@bp.post("/notice/<number>/objection")
@limiter.limit(public_address_limit)
@limiter.limit(public_form_limit, key_func=visitor)
@access(Anyone.PUBLIC, Area.OPEN)
def say(number: str) -> str | tuple[str, int]:
    """Take the objection in, and show its receipt; sent again it is the same objection."""
    form = VoiceForm()
    with reading() as db:
        found = on_board(db, number)
    form.offer(found)
    if form.website.data:
        form.form_errors.append(_("没有收到：请把“请不要填写这一栏”清空后再提交"))
    if form.validate_on_submit() and not form.website.data:
        told = form.position.data, form.text.data, form.contact.data or ""
        try:
            return render_template("board/receipt.html", found=found, receipt=_file(number, found, *told))
        except BadInput as error:
            form.put(error)
    return render_template("board/objection.html", found=found, form=form), 422


def _file(number: str, found: PublicNotice, position: int, text: str, contact: str) -> str:
    case_id = next(line.case_id for line in found.lines if line.position == position)
    with work() as db:
        notice = board.hanging_notice(db, number)
        taken = objecting.file(
            db, notice, case_id, channel="online", text=text, contact=contact, by=objecting.PUBLIC, at=now.now(),
            key=once.key(),
        )  # fmt: skip
        return taken.receipt
