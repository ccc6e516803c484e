"""Programs that call the API over HTTP, each as one person, one link, or nobody."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

import requests


@dataclasses.dataclass(frozen=True)
class Ask:
    """One valid request: values of the path, query, JSON body, further headers."""

    path: dict[str, Any] = dataclasses.field(default_factory=dict)
    query: dict[str, Any] = dataclasses.field(default_factory=dict)
    json: Any = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Caller:
    """`authorization` is the value of that header; empty for nobody."""

    origin: str
    authorization: str = ""
    me: dict[str, Any] = dataclasses.field(default_factory=dict)

    def send(
        self, method: str, path: str, json: Any = None, key: str | None = "", **options: Any
    ) -> requests.Response:
        """A call of `/api/v1<path>`. `key`: "" for a new Idempotency-Key, None for none."""
        headers = dict(options.pop("headers", {}))
        if self.authorization:
            headers["Authorization"] = self.authorization
        if method == "POST" and key is not None:
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        url = f"{self.origin}/api/v1{path}"
        return requests.request(method, url, json=json, headers=headers, timeout=30, **options)

    def done(self, method: str, path: str, json: Any = None, **options: Any) -> dict[str, Any]:
        """The body of an answer that must be a success."""
        answer = self.send(method, path, json, **options)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        body: dict[str, Any] = answer.json()
        return body

    def ask(self, operation: str, ask: Ask, key: str | None = "") -> requests.Response:
        """One operation (`GET /api/v1/people/{person_id}`) with the values of `ask`."""
        method, _, template = operation.partition(" ")
        path = template.removeprefix("/api/v1").format(**ask.path)
        return self.send(method, path, ask.json, key=key, params=ask.query, headers=ask.headers)


def signed_in(origin: str, user_name: str, password: str) -> Caller:
    fields = {"user_name": user_name, "password": password}
    reply = Caller(origin).done("POST", "/session", fields)
    return Caller(origin, f"Bearer {reply['session_token']}", reply["me"])
