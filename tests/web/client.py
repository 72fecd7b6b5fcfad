"""A visitor with a browser: every page that comes back is read strictly, forms are filled in as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]
from werkzeug.test import TestResponse

INLINE = ("style", "onclick", "onsubmit", "onchange", "onload", "oninput")


class Page:
    """An answer; an HTML one has been checked."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.address = response.request.path
        self.data = response.get_data()
        self.html = "" if response.mimetype == "application/pdf" else self.data.decode("utf-8", "replace")
        response.close()
        self.root = parsed(self.html) if response.mimetype == "text/html" and self.html else Element("none")

    @property
    def text(self) -> str:
        """The words on the page."""
        return " ".join("".join(self.root.itertext()).split())

    def forms(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each POST form's address and the values that stand in it."""
        for form in self.root.iter("form"):
            if form.get("method", "get") == "post":
                values = {field.get("name", ""): field.get("value", "") for field in form.iter("input")}
                for choice in form.iter("select"):
                    ticked = [o for o in choice.iter("option") if o.get("selected") is not None] or list(
                        choice.iter("option")
                    )
                    values[choice.get("name", "")] = ticked[0].get("value", "") if ticked else ""
                yield form.get("action") or self.address, values


class Visitor:
    """One browser with its own cookies."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, address: str, **more: Any) -> Page:
        """Open a page and follow where it leads."""
        return Page(self.client.get(address, follow_redirects=True, **more))

    def look(self, address: str, **more: Any) -> Page:
        """Open a page and stay."""
        return Page(self.client.get(address, **more))

    def send(self, page: Page, action: str, **values: Any) -> Page:
        """Fill in the form of a page that goes to `action`, send it, follow where it leads."""
        for address, given in page.forms():
            if urlsplit(address).path == action:
                return Page(self.client.post(address, data={**given, **values}, follow_redirects=True))
        raise AssertionError(f"no form to {action} on {page.address}: {[a for a, _ in page.forms()]}")

    def post(self, address: str, **values: Any) -> Page:
        """Send values without a form, and so without its token."""
        return Page(self.client.post(address, data=values))

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in through the page."""
        return self.send(self.get("/sign-in"), "/sign-in", username=username, password=password)


def parsed(html: str) -> Element:
    """The tree of a page that is well-formed HTML5, without anything inline that the policy would block."""
    parser = HTMLParser(namespace_html_elements=False)
    root: Element = parser.parse(html)
    assert not parser.errors, f"malformed: {parser.errors[:3]}"
    ids = [identity for element in root.iter() if (identity := element.get("id"))]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    for element in root.iter():
        assert not any(element.get(name) is not None for name in INLINE), f"inline: {element.tag} {element.attrib}"
        if element.tag in ("script", "style"):
            assert not (element.text or "").strip(), f"inline {element.tag}"
        if element.tag in ("input", "select", "textarea") and element.get("type") not in ("hidden", "submit"):
            assert labelled(root, element), f"no label: {element.attrib}"
    return root


def labelled(root: Element, field: Element) -> bool:
    """Whether a field has a name for who cannot see it."""
    wrapped = any(field in list(label.iter()) for label in root.iter("label"))
    pointed = any(label.get("for") == field.get("id") for label in root.iter("label"))
    return bool(field.get("aria-label") or field.get("hidden") is not None or wrapped or pointed)
