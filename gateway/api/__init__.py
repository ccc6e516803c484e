"""REST under /api/v1: everything the pages do, for programs. Described by OpenAPI at /api/docs.

`api` and `web` never import each other; both ask the services through gateway.clients.
"""

from __future__ import annotations

import importlib
import pkgutil

from flask import Flask
from flask_smorest import Api, Blueprint

from gateway.api import errors, v1
from gateway.api.description import COMPONENTS, EveryOperation

DESCRIPTION = """
Everything a person can do in Tessera's pages, programs can do here.

**Signing in.** `POST /api/v1/session` with user name and password answers a token; send it as
`Authorization: Bearer <token>`.

**Writing.** Every POST but that of `/session` needs an `Idempotency-Key` header: a new UUID for
each thing you want done, the same one again when you repeat a call because you got no answer. The
effect happens once and the answer is the same.

**Errors** are `application/problem+json` (RFC 9457): `type` ends in a stable code, `title` is a
sentence for people in the language of who is signed in, before that in the one of
`Accept-Language`; `errors` holds messages by field.

**Lists** come in pages: pass `next` of an answer as `cursor` of the next call.

**Drafts**: send the `ETag` of the last answer (at first `"<rev>"`, from `may` of the record) as
`If-Match`. A 412 says that somebody, or another device of yours, was faster; without the header
the answer is 428.
"""


def register_api(app: Flask) -> None:
    """Mount every blueprint of gateway.api.v1 and the OpenAPI document."""
    app.config.update(
        API_TITLE="Tessera",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": DESCRIPTION},
            "components": COMPONENTS,
            "security": [{"session": []}],
        },
    )
    api = Api(app, spec_kwargs={"extra_plugins": [EveryOperation()]})
    for blueprint in blueprints():
        api.register_blueprint(blueprint, url_prefix=f"/api/v1{blueprint.url_prefix or ''}")
    errors.register(app, api)
    app.extensions["openapi"] = api.spec.to_dict


def blueprints() -> list[Blueprint]:
    """The `blueprint` of each module in gateway.api.v1, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(v1.__path__))
    modules = [importlib.import_module(f"{v1.__name__}.{name}") for name in names]
    return [module.blueprint for module in modules if hasattr(module, "blueprint")]
