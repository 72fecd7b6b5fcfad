"""How an objection stands, for whoever holds its receipt; the receipt travels in the form, never in an address."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from engine.errors import NotFound
from states import board
from web.access import Anyone, Area, access
from web.board.blueprint import bp
from web.database import reading
from web.extensions import limiter, public_address_limit, public_form_limit, visitor
from web.forms import Form, at_most, required


class ReceiptForm(Form):
    """The number that was handed out."""

    receipt = StringField(_l("回执编号"), [required(), at_most(20)], description=_l("8位字母和数字，大小写都可以"))


@bp.get("/answer")
@access(Anyone.PUBLIC, Area.OPEN)
def ask_receipt() -> str:
    """Ask for the receipt."""
    return render_template("board/answer.html", form=ReceiptForm(), answer=None)


@bp.post("/answer")
@limiter.limit(public_address_limit)
@limiter.limit(public_form_limit, key_func=visitor)
@access(Anyone.PUBLIC, Area.OPEN)
def look_up() -> str | tuple[str, int]:
    """Show how the objection stands."""
    form = ReceiptForm()
    if form.validate_on_submit():
        try:
            with reading() as db:
                answer = board.by_receipt(db, form.receipt.data)
            return render_template("board/answer.html", form=ReceiptForm(formdata=None), answer=answer)
        except NotFound:
            form.receipt.errors = [_("没有查到这个编号，请核对后再试")]
    return render_template("board/answer.html", form=form, answer=None), 422
