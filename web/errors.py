"""The table from error to answer: a page for people, problem+json for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine.errors import BadInput, NotFound, Problem, Refused, StaleCase
from engine.guards import Blocker
from publicity.errors import PublicityError
from web.logs import failure
from web.site import site
from web.who import wants_json
from web.words import message, term


@dataclass(frozen=True, slots=True)
class Answer:
    """What an error looks like from outside."""

    status: int
    code: str
    title: str
    text: str = ""
    blockers: Sequence[Blocker] = ()
    problems: Sequence[Problem] = ()


def _not_found(_error: Exception) -> Answer:
    return Answer(404, "not-found", _("找不到这一页"), _("可能已经改了地址，或者不在您的管辖范围内。"))


def _refused(error: Refused) -> Answer:
    return Answer(409, "refused", _("现在还不能办理"), _("请先处理下面各项："), blockers=error.blockers)


def _stale(error: StaleCase) -> Answer:
    return Answer(
        409, "changed-meanwhile", _("别人刚刚办理过"), _("您的这一次没有保存，请看过最新情况再办。"), error.blockers
    )


def _bad_input(error: BadInput) -> Answer:
    return Answer(422, "bad-input", _("填写的内容有误"), _("请改正后再提交："), problems=error.problems)


def _unprintable(error: PublicityError) -> Answer:
    return Answer(409, "unprintable", _("文书印不出来"), str(error))


def _csrf(_error: CSRFError) -> Answer:
    return Answer(400, "form-expired", _("页面已过期"), _("为了安全，请返回上一页，刷新后再提交。没有任何内容被保存。"))


def _http(error: HTTPException) -> Answer:
    known = {
        400: ("bad-request", _("请求有误"), _("请返回重试。")),
        401: ("sign-in-needed", _("需要登录"), _("请先登录。")),
        403: ("not-permitted", _("您的岗位不能办理这件事"), _("如果工作需要，请联系管理员调整岗位。")),
        404: ("not-found", _("找不到这一页"), _("可能已经改了地址，或者不在您的管辖范围内。")),
        405: ("method-not-allowed", _("不能这样打开"), _("请从页面上的按钮进入。")),
        413: (
            "too-large",
            _("文件太大"),
            _("一次上传的文件合计不能超过%(mb)s MB，请缩小或分几次上传。没有保存任何内容。", mb=_limit()),
        ),
        429: ("too-many", _("操作太频繁"), _("请过一分钟再试。")),
    }
    status = error.code or 500
    code, title, text = known.get(status, ("error", _("出错了"), _("请返回重试。")))
    return Answer(status, code, title, text)


def _limit() -> int:
    """How many megabytes one form may carry."""
    most = request.max_content_length
    return most >> 20 if most else site().settings.max_upload_mb


def _ours(error: Exception) -> Answer:
    failure(error)
    return Answer(500, "failure", _("系统出错了"), _("没有任何内容被保存。请重试；仍不行请把编号告诉管理员。"))


TABLE: dict[type[Exception], Any] = {
    NotFound: _not_found,
    StaleCase: _stale,
    Refused: _refused,
    BadInput: _bad_input,
    PublicityError: _unprintable,
    CSRFError: _csrf,
    HTTPException: _http,
    Exception: _ours,
}
"""Flask takes the row of the nearest type."""


def init_app(app: Flask) -> None:
    """Let each row of the table answer."""
    for kind, row in TABLE.items():
        app.register_error_handler(kind, lambda error, row=row: _answer(error, row(error)))


def _answer(error: Exception, answer: Answer) -> Response:
    response = problem(answer) if wants_json() else _page(answer)
    if isinstance(error, HTTPException):
        for name, value in error.get_headers():
            if name.lower() not in ("content-type", "content-length"):
                response.headers[name] = value
        if error.response is not None:
            return error.response  # type: ignore[return-value]
    return response


def _page(answer: Answer) -> Response:
    return Response(render_template("error.html", answer=answer), answer.status, mimetype="text/html")


def problem(answer: Answer) -> Response:
    """RFC 9457, with the same list of reasons as the page."""
    body: dict[str, Any] = {"type": f"urn:shouxian:{answer.code}", "title": answer.title, "status": answer.status}
    if answer.text:
        body["detail"] = answer.text
    if answer.blockers:
        body["blockers"] = [as_json(blocker) for blocker in answer.blockers]
    if answer.problems:
        body["problems"] = [{"where": p.where, "reason": term(p.reason)} for p in answer.problems]
    response = jsonify(body)
    response.status_code, response.mimetype = answer.status, "application/problem+json"
    return response


def as_json(blocker: Blocker) -> dict[str, Any]:
    """A blocker for programs."""
    return {
        "code": blocker.code,
        "message": message(blocker),
        "basis": blocker.basis,
        "settled_by": blocker.settled_by,
        "earliest_on": blocker.earliest_on.isoformat() if blocker.earliest_on else None,
    }
