"""Definitions: forms, frameworks, scales and programmes, in frozen versions."""

from __future__ import annotations

from typing import Any

from gateway.api import shapes
from gateway.api.operations import fields_of, query_of, subject, write
from gateway.clients import forms as forms_client
from gateway.clients.bus import ask
from libs.contracts import forms

blueprint = subject("Definitions", "/definitions", "Forms, frameworks, scales, programmes")


@blueprint.get("/<kind>")
@blueprint.response(200, shapes.Definitions)
def definitions(kind: str) -> Any:
    """The newest published version of each definition of a kind: mine and my network's."""
    return ask(forms.DEFINITIONS, kind=kind)


@blueprint.get("/<kind>/<key>")
@blueprint.arguments(query_of(forms.DEFINITION, without=("kind", "key")), location="query")
@blueprint.response(200, shapes.Definition)
def definition(fields: dict[str, Any], kind: str, key: str) -> Any:
    """One definition; without a version the newest."""
    return ask(forms.DEFINITION, kind=kind, key=key, **fields)


@blueprint.get("/by-hash/<content_hash>")
@blueprint.response(200, shapes.Definition)
def by_hash(content_hash: str) -> Any:
    """A frozen version by the SHA-256 of its canonical JSON."""
    return forms_client.by_hash(content_hash)


@blueprint.post("/check")
@blueprint.arguments(fields_of(forms.CHECK_DEFINITION))
@blueprint.response(200, shapes.Problems)
def check(fields: dict[str, Any]) -> Any:
    """All problems of a definition, each with the place and a sentence; nothing is stored."""
    return write(forms.CHECK_DEFINITION, **fields)


@blueprint.post("")
@blueprint.arguments(fields_of(forms.PUBLISH_DEFINITION))
@blueprint.response(201, shapes.Published)
def publish(fields: dict[str, Any]) -> Any:
    """Publish a version. The same content again changes nothing."""
    reply = write(forms.PUBLISH_DEFINITION, **fields)
    forms_client.forget_newest()
    return reply
