"""A program that speaks to the API with a token."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.web.conftest import PASSWORD


class Program:
    """A program that has signed in under an account."""

    def __init__(self, app: Flask, username: str) -> None:
        self.client = app.test_client(use_cookies=False)
        signed_in = self.client.post("/api/v1/tokens", json={"username": username, "password": PASSWORD})
        assert signed_in.status_code == 201, signed_in.text
        self.headers = {"Authorization": f"Bearer {signed_in.json['token']}"}

    def get(self, address: str, **query: Any) -> TestResponse:
        """Ask for something."""
        return self.client.get(f"/api/v1{address}", query_string=query, headers=self.headers)

    def post(self, address: str, key: str = "", /, **body: Any) -> TestResponse:
        """Do something, under a key of its own where none is given."""
        headers = {**self.headers, "Idempotency-Key": key or uuid4().hex}
        return self.client.post(f"/api/v1{address}", json=body, headers=headers)

    def delete(self, address: str) -> TestResponse:
        """End something."""
        return self.client.delete(f"/api/v1{address}", headers=self.headers)


def codes(refused: TestResponse) -> list[str]:
    """The codes of the reasons in a refusal."""
    assert refused.mimetype == "application/problem+json"
    return [blocker["code"] for blocker in refused.json["blockers"]]
