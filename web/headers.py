"""The headers of every answer: nothing from outside, nothing inline, nothing kept by the way."""

from __future__ import annotations

from flask import Flask, Response, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from web.access import FILES

OWN, NOTHING = "'self'", "'none'"


def policy() -> ContentSecurityPolicy:
    """Everything from this address; `data:` for the icons inside the style sheet and QR codes."""
    return (
        ContentSecurityPolicy()
        .default_src(NOTHING)
        .script_src(OWN)
        .style_src(OWN)
        .img_src(OWN, "data:", "blob:")
        .font_src(OWN)
        .connect_src(OWN)
        .manifest_src(OWN)
        .object_src(OWN)
        .frame_src(OWN)
        .form_action(OWN)
        .base_uri(NOTHING)
        .frame_ancestors(OWN)
    )


def init_app(app: Flask, *, https: bool) -> None:
    """Set the headers on every answer."""
    headers = Secure(
        csp=policy(),
        hsts=StrictTransportSecurity().max_age(31536000) if https else None,
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().sameorigin(),  # the preview of a PDF stands in a frame of our own page
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().value("geolocation=(self), camera=(self), microphone=()"),
    )

    def dress(response: Response) -> Response:
        for name, value in headers.headers.items():
            response.headers.setdefault(name, value)
        if request.endpoint not in FILES:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.after_request(dress)
