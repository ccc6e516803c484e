"""Definitions: forms, frameworks, scales and programmes, in frozen versions and as drafts."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from gateway.api import shapes
from gateway.api.examples import definitions as examples
from gateway.api.operations import (
    ETAG_HEADER,
    IF_MATCH_PARAMETER,
    fields_of,
    query_of,
    revision_from_etag,
    subject,
    write,
)
from gateway.clients import forms as forms_client
from gateway.clients.bus import ask
from gateway.wording import in_readers_words
from libs import formengine
from libs.contracts import forms

blueprint = subject("Definitions", "/definitions", "Forms, frameworks, scales, programmes")
COLOURS = ("safe", "careful", "refused")


@blueprint.get("/<kind>")
@blueprint.response(200, shapes.Definitions, example=examples.DEFINITIONS)
def definitions(kind: str) -> Any:
    """The newest published version of each definition of a kind: mine and my network's."""
    return ask(forms.DEFINITIONS, kind=kind)


@blueprint.get("/<kind>/<key>")
@blueprint.arguments(query_of(forms.DEFINITION, without=("kind", "key")), location="query")
@blueprint.response(200, shapes.Definition, example=examples.DEFINITION)
def definition(fields: dict[str, Any], kind: str, key: str) -> Any:
    """One definition; without a version the newest."""
    return ask(forms.DEFINITION, kind=kind, key=key, **fields)


@blueprint.get("/by-hash/<content_hash>")
@blueprint.response(200, shapes.Definition, example=examples.DEFINITION)
def by_hash(content_hash: str) -> Any:
    """A frozen version by the SHA-256 of its canonical JSON."""
    return forms_client.by_hash(content_hash)


@blueprint.get("/by-hash/<content_hash>/changes")
@blueprint.response(200, shapes.Changes, example=examples.CHANGES)
def version_changes(content_hash: str) -> Any:
    """What a published version changed since the one before it, in three colours."""
    return _worded(ask(forms.VERSION_CHANGES, hash=content_hash), *COLOURS)


@blueprint.get("/schemas/form")
@blueprint.response(200, shapes.JsonSchema, example=examples.JSON_SCHEMA)
def form_schema() -> Any:
    """The format of forms as JSON Schema 2020-12. `POST /definitions/check` says the rest."""
    forms_client.expect_reader()
    return _form_schema()


@cache
def _form_schema() -> dict[str, Any]:
    return formengine.json_schema()


@blueprint.post("/check")
@blueprint.arguments(fields_of(forms.CHECK_DEFINITION), example=examples.CHECK)
@blueprint.response(200, shapes.Problems, example=examples.PROBLEMS)
def check(fields: dict[str, Any]) -> Any:
    """All problems of a definition, each with the place and a sentence; nothing is stored."""
    return _worded(write(forms.CHECK_DEFINITION, **fields), "problems")


@blueprint.post("")
@blueprint.arguments(fields_of(forms.PUBLISH_DEFINITION), example=examples.PUBLISH)
@blueprint.response(201, shapes.Published, example=examples.PUBLISHED)
def publish(fields: dict[str, Any]) -> Any:
    """Publish a version. The same content again changes nothing."""
    reply = write(forms.PUBLISH_DEFINITION, **fields)
    forms_client.forget_newest()
    return reply


# Drafts


@blueprint.get("/drafts")
@blueprint.arguments(query_of(forms.DRAFTS), location="query")
@blueprint.response(200, shapes.Drafts, example=examples.DRAFTS)
def drafts(fields: dict[str, Any]) -> Any:
    """What is in the making in my institution, and in my network if I write for it."""
    return ask(forms.DRAFTS, **fields)


@blueprint.post("/drafts")
@blueprint.arguments(fields_of(forms.START_DRAFT), example=examples.START_DRAFT)
@blueprint.response(201, shapes.DefinitionDraft, example=examples.DRAFT, headers=ETAG_HEADER)
def start_draft(fields: dict[str, Any]) -> Any:
    """Begin a draft: of nothing, of a file, or of a version somebody published.

    `how`: `empty` (with or without a `document`), `revise` (the next version of the same key),
    `copy`, or `extends`, `complies` or `inspired` by the version of that `hash`: one's own, the
    network's, or one that is offered. `frameworks` binds the prefixes of a form that is taken over
    to frameworks that are published here.
    """
    return _tagged(_worded(write(forms.START_DRAFT, **fields), "problems"), 201)


@blueprint.get("/drafts/<uuid:draft_id>")
@blueprint.response(200, shapes.DefinitionDraft, example=examples.DRAFT, headers=ETAG_HEADER)
def draft(draft_id: UUID) -> Any:
    """A whole draft with its problems. Its ETag is what a change of it is based on."""
    return _tagged(_worded(ask(forms.DRAFT, draft_id=draft_id), "problems"))


@blueprint.put("/drafts/<uuid:draft_id>")
@blueprint.arguments(
    fields_of(forms.SAVE_DRAFT, without=("draft_id", "rev")), example=examples.SAVE_DRAFT
)
@blueprint.response(200, shapes.DefinitionDraftSaved, example=examples.SAVED, headers=ETAG_HEADER)
@blueprint.doc(parameters=[IF_MATCH_PARAMETER])
def save_draft(fields: dict[str, Any], draft_id: UUID) -> Any:
    """Keep the whole document, whatever is wrong in it; 412 when somebody saved it meanwhile."""
    rev = revision_from_etag()
    saved = ask(forms.SAVE_DRAFT, draft_id=draft_id, rev=rev, **fields)
    return _tagged(_worded(saved, "problems"))


@blueprint.delete("/drafts/<uuid:draft_id>")
@blueprint.response(200, shapes.Nothing, example=examples.NOTHING)
@blueprint.doc(parameters=[IF_MATCH_PARAMETER])
def discard_draft(draft_id: UUID) -> Any:
    """Throw a draft away; 412 when somebody saved it meanwhile. What was published stays."""
    return ask(forms.DISCARD_DRAFT, draft_id=draft_id, rev=revision_from_etag())


@blueprint.get("/drafts/<uuid:draft_id>/changes")
@blueprint.response(200, shapes.Changes, example=examples.CHANGES)
def draft_changes(draft_id: UUID) -> Any:
    """What publishing would change since the newest version, in three colours."""
    return _worded(ask(forms.DRAFT_CHANGES, draft_id=draft_id), *COLOURS)


@blueprint.post("/drafts/<uuid:draft_id>/publish")
@blueprint.arguments(
    fields_of(forms.PUBLISH_DRAFT, without=("draft_id", "rev")), example=examples.PUBLISH_DRAFT
)
@blueprint.response(201, shapes.Published, example=examples.PUBLISHED)
@blueprint.doc(parameters=[IF_MATCH_PARAMETER])
def publish_draft(fields: dict[str, Any], draft_id: UUID) -> Any:
    """Publish a draft as the next version and let go of it.

    Where a form changes with care, `open_drafts` says what becomes of what people have open on
    the version before: they `finish` there, or `move` with the steps of `migrate`.
    """
    rev = revision_from_etag()
    reply = write(forms.PUBLISH_DRAFT, draft_id=draft_id, rev=rev, **fields)
    forms_client.forget_newest()
    return reply


# A definition as a whole


@blueprint.get("/offered")
@blueprint.arguments(query_of(forms.OFFERED), location="query")
@blueprint.response(200, shapes.Offered, example=examples.OFFERED)
def offered(fields: dict[str, Any]) -> Any:
    """What other institutions and networks offer; begin a draft of it by its hash."""
    return ask(forms.OFFERED, **fields)


@blueprint.get("/shipped")
@blueprint.arguments(query_of(forms.SHIPPED), location="query")
@blueprint.response(200, shapes.Shipped, example=examples.SHIPPED)
def shipped(fields: dict[str, Any]) -> Any:
    """The process library that comes with the platform, and which of it is in use here.

    A bounded list: what is shipped, about sixty.
    """
    return ask(forms.SHIPPED, **fields)


@blueprint.post("/shipped")
@blueprint.arguments(fields_of(forms.TAKE_SHIPPED), example=examples.TAKE_SHIPPED)
@blueprint.response(201, shapes.TakenShipped, example=examples.TAKEN_SHIPPED)
def take_shipped(fields: dict[str, Any]) -> Any:
    """Publish a process of the library as it is, or with `as_draft` begin a draft of it.

    The scales and frameworks it needs, and the forms of a programme, are published along where
    they are not here yet.
    """
    reply = write(forms.TAKE_SHIPPED, **fields)
    forms_client.forget_newest()
    return reply


@blueprint.get("/programme-parts")
@blueprint.response(200, shapes.ProgrammeParts, example=examples.PROGRAMME_PARTS)
def programme_parts() -> Any:
    """What a programme can be made of: forms, kinds of registrations, scales to name a level on."""
    return ask(forms.PROGRAMME_PARTS)


@blueprint.get("/form-parts")
@blueprint.response(200, shapes.FormParts, example=examples.FORM_PARTS)
def form_parts() -> Any:
    """What a form can name: the newest version of each scale, and of each framework with its
    outcomes."""
    return ask(forms.FORM_PARTS)


@blueprint.get("/<kind>/<key>/history")
@blueprint.response(200, shapes.History, example=examples.HISTORY)
def history(kind: str, key: str) -> Any:
    """Every version of a definition, and what here names it."""
    return ask(forms.HISTORY, kind=kind, key=key)


@blueprint.put("/<kind>/<key>/retired")
@blueprint.arguments(
    fields_of(forms.RETIRE_DEFINITION, without=("kind", "key")), example=examples.RETIRE
)
@blueprint.response(200, shapes.Retired, example=examples.RETIRE)
def retire(fields: dict[str, Any], kind: str, key: str) -> Any:
    """Retire a definition, or bring it back. What was started goes on."""
    reply = ask(forms.RETIRE_DEFINITION, kind=kind, key=key, **fields)
    forms_client.forget_newest()
    return reply


@blueprint.put("/<kind>/<key>/offered")
@blueprint.arguments(
    fields_of(forms.OFFER_DEFINITION, without=("kind", "key")), example=examples.OFFER
)
@blueprint.response(200, shapes.OfferedOrNot, example=examples.OFFER)
def offer(fields: dict[str, Any], kind: str, key: str) -> Any:
    """Let other institutions and networks find the newest version, or no longer."""
    return ask(forms.OFFER_DEFINITION, kind=kind, key=key, **fields)


def _worded(reply: dict[str, Any], *lists: str) -> dict[str, Any]:
    """The reply with its sentences in the caller's language."""
    return reply | {name: [in_readers_words(one) for one in reply[name]] for name in lists}


def _tagged(reply: dict[str, Any], status: int = 200) -> Response:
    response = jsonify(reply)
    response.status_code = status
    response.set_etag(str(reply["rev"]))
    return response
