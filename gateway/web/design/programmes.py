"""The programme editor: its page, what its script chooses from, and who is affected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, jsonify

from gateway.clients.bus import ask
from gateway.web.design.area import blueprint, designer, title_words
from gateway.web.design.drafts import draft_of, editor_page, posted_json
from gateway.web.design.effect import effect_of
from libs.contracts import forms
from libs.contracts.faults import InvalidRequest


@blueprint.get("/programmes/<uuid:draft_id>")
def programme_editor(draft_id: UUID) -> Any:
    return editor_page("design/programme_editor.html", draft_of("programme", draft_id))


@blueprint.get("/programmes/library")
def programme_library() -> Any:
    """{forms: [{key, title, decides}], registrations: [{key, title, form}], scales: [{name, key,
    title, levels, min, max}]}; titles in the reader's language."""
    designer()
    found = ask(forms.PROGRAMME_PARTS)
    return jsonify(
        {
            "forms": [
                {
                    "key": one["key"],
                    "title": title_words(one["title"]),
                    "decides": one["decides"],
                }
                for one in found["forms"]
            ],
            "registrations": list(_registrations(found["forms"])),
            "scales": [_scale(one) for one in found["scales"]],
        }
    )


def _registrations(lines: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The kinds of registrations that forms give, each once, under the name of a form."""
    seen: set[str] = set()
    for line in lines:
        for kind in line["registrations"]:
            if kind not in seen:
                seen.add(kind)
                yield {"key": kind, "title": title_words(line["title"]), "form": line["key"]}


def _scale(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": f"{one['key']}@{one['version']}",
        "key": one["key"],
        "title": f"{title_words(one['title'])} ({one['version']})",
        "levels": one["levels"],
        "min": one.get("min"),
        "max": one.get("max"),
    }


@blueprint.post("/programmes/<uuid:draft_id>/effect")
def programme_effect(draft_id: UUID) -> Any:
    """JSON {document} -> the effect (`effect_of`); 422 while the programme cannot be read.
    Nothing is stored."""
    designer()
    document = posted_json()["document"]
    g.idempotency_key = None
    owner = ask(forms.DRAFT, draft_id=draft_id)["owner"]
    try:
        return jsonify(effect_of(document, owner))
    except InvalidRequest:
        return jsonify({}), 422
