"""Hanging a notice: posted with photos, interrupted, posted again, taken down."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import DateField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from engine.errors import BadInput, NotFound, Refused
from states import notice_desk, posting
from states.notice_places import hangings, up
from states.notices import INTERRUPTED, Notice
from states.roles import Permission
from states.uploads import Upload, keep
from web import now, only_once, tools, who
from web.access import Area, access
from web.database import reading, work
from web.forms import Form, at_most, required
from web.notices.blueprint import bp
from web.notices.page import length, photos_of, place_names
from web.uploaded import uploads
from web.words import day, message

PDF = b"%PDF-"


class TickedField(SelectMultipleField):  # type: ignore[misc] # WTForms carries no types
    """Several tick boxes."""

    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class HangForm(Form):
    """Where the notice was posted, and since when."""

    places = TickedField(_l("已张贴的地点"))
    on = DateField(_l("张贴日期"), [required()])


class BreakForm(HangForm):
    """Where the notice came down, when and why."""

    places = TickedField(_l("中断的地点"))
    on = DateField(_l("中断日期"), [required()])
    reason = TextAreaField(_l("中断原因"), [required(), at_most(400)])


class DownForm(HangForm):
    """Where the notice was taken down, and when."""

    places = TickedField(_l("已取下的地点"))
    on = DateField(_l("取下日期"), [required()])


@bp.get("/<int:notice_id>/post")
@access(Permission.NOTICE, Area.RECORD)
def ask_post(notice_id: int) -> str:
    """Ask where and when it was posted."""
    return _page(notice_id, HangForm(on=now.today()), "post")


@bp.post("/<int:notice_id>/post")
@access(Permission.NOTICE, Area.RECORD)
def post(notice_id: int) -> str | Response | tuple[str, int]:
    """Note where it hangs; once it hangs everywhere its days count."""
    return _act(notice_id, HangForm(), "post", _post)


@bp.get("/<int:notice_id>/interrupt")
@access(Permission.NOTICE, Area.RECORD)
def ask_interrupt(notice_id: int) -> str:
    """Ask when and why it came down."""
    return _page(notice_id, BreakForm(on=now.today()), "interrupt")


@bp.post("/<int:notice_id>/interrupt")
@access(Permission.NOTICE, Area.RECORD)
def interrupt(notice_id: int) -> str | Response | tuple[str, int]:
    """Note that it came down before its time."""
    return _act(notice_id, BreakForm(), "interrupt", _interrupt)


@bp.get("/<int:notice_id>/take-down")
@access(Permission.NOTICE, Area.RECORD)
def ask_take_down(notice_id: int) -> str:
    """Ask where and when it was taken down."""
    return _page(notice_id, DownForm(on=now.today()), "take-down")


@bp.post("/<int:notice_id>/take-down")
@access(Permission.NOTICE, Area.RECORD)
def take_down(notice_id: int) -> str | Response | tuple[str, int]:
    """Note that a notice that is over was taken down."""
    return _act(notice_id, DownForm(), "take-down", _take_down)


@bp.get("/<int:notice_id>/photos/<digest>")
@access(Permission.READ_HOUSEHOLD, Area.RECORD)
def photo(notice_id: int, digest: str) -> FileResponse:
    """Hand out a photo of this notice's hangings."""
    with reading() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        if digest not in {known for row in hangings(db, notice) for known in photos_of(row)}:
            raise NotFound("photo", digest)
    data = tools.store().get(digest)
    return FileResponse(data, mimetype="application/pdf" if data.startswith(PDF) else "image/jpeg")


def _post(db: Session, notice: Notice, form: HangForm, digests: dict[str, str]) -> None:
    for place in form.places.data:
        photo = digests.get(place, "")
        posting.post(db, tools.book(), notice, place, form.on.data, by=who.actor(), at=now.now(), photo=photo)


def _interrupt(db: Session, notice: Notice, form: HangForm, _digests: dict[str, str]) -> None:
    reason, places = form["reason"].data, form.places.data
    posting.interrupt(db, tools.book(), notice, form.on.data, reason, by=who.actor(), at=now.now(), places=places)


def _take_down(db: Session, notice: Notice, form: HangForm, digests: dict[str, str]) -> None:
    for place in form.places.data:
        photo = digests.get(place, "")
        posting.take_down(db, notice, place, form.on.data, by=who.actor(), at=now.now(), photo=photo)


def _act(notice_id: int, form: HangForm, act: str, do) -> str | Response | tuple[str, int]:  # type: ignore[no-untyped-def]
    with reading() as db:
        notice, _state = notice_desk.find(db, notice_id, who.actor())
        form.places.choices = [SelectChoice(place, place) for place in notice.places]
    if not form.validate_on_submit() or not form.places.data:
        if not form.places.data:
            form.form_errors.append(_("请选择地点"))
        return _page(notice_id, form, act), 422
    try:
        digests = _stored({place: uploads(f"photo-{place}")[:1] for place in form.places.data})
        with work() as db:
            notice, _state = notice_desk.find(db, notice_id, who.actor())
            only_once.carry_out(db, lambda: do(db, notice, form, digests))
            text = _told(notice, act, notice_desk.find(db, notice_id, who.actor())[1])
    except BadInput as error:
        form.put(error)
        return _page(notice_id, form, act), 422
    except Refused as refused:
        form.form_errors.extend(message(blocker) for blocker in refused.blockers)
        return _page(notice_id, form, act), 409
    flash(text, "success")
    return redirect(url_for(".show", notice_id=notice_id))


def _stored(files: dict[str, list[Upload]]) -> dict[str, str]:
    """The digest of each place's photo; one bad file and none is stored."""
    kept = keep(tools.store(), [one for several in files.values() for one in several])
    places = [place for place, several in files.items() for _one in several]
    return {place: attachment.digest for place, attachment in zip(places, kept, strict=True)}


def _told(notice: Notice, act: str, state: str) -> str:
    if act == "take-down":
        return str(_("取下已登记"))
    if act == "interrupt":
        return str(_("中断已登记，重新张贴后再计公示期"))
    if state == "posted":
        first, last = day(notice.first_on), day(notice.last_on)
        text = _("已在规定地点全部张贴，公示期从%(first)s到%(last)s", first=first, last=last)
        return str(text + (_("（截止日为暂定）") if notice.provisional else ""))
    return str(_("张贴已登记，还有地点没有张贴，公示期还没有开始"))


def _choose(db: Session, form: HangForm, act: str, notice: Notice) -> None:
    """Offer the places where it can be done; a form that is sent is held against all of them further down."""
    hanging, names = up(db, notice), place_names(db, notice)
    there = [place for place in notice.places if (place in hanging) is (act != "post")]
    form.places.choices = [SelectChoice(place, names[place]) for place in there]


def _page(notice_id: int, form: HangForm, act: str) -> str:
    with reading() as db:
        notice, state = notice_desk.find(db, notice_id, who.actor())
        _choose(db, form, act, notice)
        if request.method == "GET":
            form.places.data = [choice.value for choice in form.places.choices]
        period = notice_desk.period_of(db, tools.book(), notice, now.today())
    return render_template(
        "notices/hang.html", notice=notice, form=form, act=act, again=state == INTERRUPTED[0], period=period,
        length=length(notice), state=state,
    )  # fmt: skip
