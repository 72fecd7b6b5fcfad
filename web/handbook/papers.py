"""The documents in the handbook: what prints when, the sample of each as PDF and as pictures of its pages."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from publicity.documents import DOCUMENTS, Document, Printed
from publicity.pictures import SCREEN, SMALL, picture
from web import tools
from web.access import Anyone, Area, access
from web.handbook.catalogue import families
from web.handbook.manual import opened
from web.papers import as_pdf

bp = Blueprint("handbook_papers", __name__, url_prefix="/handbook/documents")


@bp.get("")
@access(Anyone.SIGNED_IN)
def index() -> str:
    """List the documents with what brings each out."""
    return render_template("handbook/documents.html", families=families(), shown=_shown())


@bp.get("/<name>")
@access(Anyone.SIGNED_IN, Area.OPEN)
def show(name: str) -> str:
    """Show every page of a document's sample."""
    document = _named(name)
    return render_template("handbook/document.html", document=document, pages=_sample(name).pages, shown=_shown())


@bp.get("/<name>.pdf")
@access(Anyone.SIGNED_IN, Area.OPEN)
def paper(name: str) -> Response:
    """Hand out the sample."""
    document = _named(name)
    return _kept(as_pdf(_sample(name).pdf, f"{document.title}.pdf"), name)


@bp.get("/<name>-<int:page>.png")
@access(Anyone.SIGNED_IN, Area.OPEN)
def page_picture(name: str, page: int) -> Response:
    """Hand out a page of the sample as a picture; `?small=1` for the list."""
    _named(name)
    try:
        drawn = picture(_sample(name), page, SMALL if "small" in request.args else SCREEN)
    except IndexError:
        raise NotFound from None
    return _kept(Response(drawn, mimetype="image/png"), name)


def _named(name: str) -> Document:
    if name not in DOCUMENTS:
        raise NotFound
    return DOCUMENTS[name]


@cache
def _sample(name: str) -> Printed:
    """The sample, printed once in a process; not in this one, which serves pages."""
    return tools.typeset(name, DOCUMENTS[name].sample())


def _shown() -> set[str]:
    """The requirements that have scenarios to look at."""
    return {topic.name for topic in opened().requirements() if topic.scenarios}


def _kept(answer: Response, name: str) -> Response:
    """A browser keeps what has not changed."""
    answer.set_etag(_sample(name).digest)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer
