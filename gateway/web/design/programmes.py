"""The programme editor: its page, what its script chooses from, and who is affected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, jsonify

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web.design.area import blueprint, designer, roles, title_words
from gateway.web.design.drafts import draft_of, editor_page, posted_json
from libs.contracts import dashboards, forms
from libs.contracts.faults import InvalidRequest


@blueprint.get("/programmes/<uuid:draft_id>")
def programme_editor(draft_id: UUID) -> Any:
    return editor_page("design/programme_editor.html", draft_of("programme", draft_id))


@blueprint.get("/programmes/library")
def programme_library() -> Any:
    """{forms: [{key, title, decides}], registrations: [{key, title, form}], scales: [{name, key,
    title, levels}]}; titles in the reader's language."""
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
    }


@blueprint.post("/programmes/<uuid:draft_id>/effect")
def programme_effect(draft_id: UUID) -> Any:
    """JSON {document} -> {learners, is_whole, changes: [{title, newly_behind: [name],
    no_longer_behind: [name]}]}; 422 while the programme cannot be read. Nothing is stored."""
    designer()
    document = posted_json()["document"]
    g.idempotency_key = None
    try:
        return jsonify(effect_of(document))
    except InvalidRequest:
        return jsonify({}), 422


def effect_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Who is affected by a programme, by name, of those the author may see. `is_whole`: no other
    institution can follow it, so that nobody named is nobody affected. Raises InvalidRequest."""
    found = ask(dashboards.PROGRAMME_EFFECT, document=document)
    sides = ("newly_behind", "no_longer_behind")
    people = {one for change in found["changes"] for side in sides for one in change[side]}
    names = accounts_client.names_of(people)
    return {
        "learners": found["learners"],
        "is_whole": "national_admin" not in roles(),
        "changes": [
            {"title": title_words(change["title"])}
            | {
                side: sorted(names.get(one, {}).get("name", "") for one in change[side])
                for side in sides
            }
            for change in found["changes"]
        ],
    }
