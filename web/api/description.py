"""The description of the API (OpenAPI 3.1), and the page on which it can be read and tried.

The page's scripts come from the wheel of Swagger UI and are served here: nothing is fetched from outside, and the
policy of all other pages holds for it too.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from typing import NoReturn, cast

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask_openapi.models.info import Info
from flask_openapi.models.security_scheme import SecurityScheme
from flask_openapi.openapi import OpenAPI
from pydantic import ValidationError

import engine.errors
from web.access import Anyone, access
from web.api.answers import Problem

bp = Blueprint(
    "description",
    __name__,
    static_folder=str(files("flask_openapi_swagger").joinpath("templates", "swagger")),
    static_url_path="/api-docs/files",
)


def application(name: str) -> OpenAPI:
    """An application that describes its own routes for programs."""
    app = OpenAPI(
        name,
        info=Info(title="守线 Shouxian", version=version("shouxian"), description="The same acts as on the pages."),
        security_schemes={"token": SecurityScheme(type="http", scheme="bearer")},
        validation_error_model=Problem,
        validation_error_callback=refuse,
        doc_ui=False,
    )
    app.openapi_version = "3.1.0"
    return app


def refuse(error: ValidationError) -> NoReturn:
    """Answer what was sent in a wrong shape as every other wrong input is answered."""
    told = error.errors(include_url=False, include_context=False, include_input=False)
    raise engine.errors.BadInput(
        *(engine.errors.Problem(".".join(map(str, one["loc"])), one["msg"]) for one in told)
    ) from None


@bp.get("/api/v1/openapi.json")
@access(Anyone.PUBLIC)
def openapi() -> Response:
    """The description."""
    return jsonify(cast("OpenAPI", current_app).api_doc)


@bp.get("/api-docs")
@access(Anyone.PUBLIC)
def page() -> str:
    """Show the description."""
    return render_template("api_docs.html")
