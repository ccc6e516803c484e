"""The programme editor: its page, what its script chooses from, and who is affected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import g, jsonify

from gateway.clients import accounts as accounts_client
from gateway.clients import forms as forms_client
from gateway.clients.bus import ask, ask_all
from gateway.web.design.area import blueprint, designer, title_words
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
    published, scales = ask_all(
        (forms.DEFINITIONS, {"kind": "form"}), (forms.DEFINITIONS, {"kind": "scale"})
    )
    lines = [one for one in published["definitions"] if not one["is_retired"]]
    documents = {one["key"]: _document(one) for one in lines}
    return jsonify(
        {
            "forms": [
                {
                    "key": one["key"],
                    "title": title_words(one["title"]),
                    "decides": _decides(documents[one["key"]]),
                }
                for one in lines
            ],
            "registrations": list(_registrations(documents)),
            "scales": list(_scales(scales["definitions"])),
        }
    )


def _document(line: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = forms_client.by_hash(line["hash"])["document"]
    return found


def _decides(form: Mapping[str, Any]) -> bool:
    return any(stage.get("act") == "decide" for stage in form.get("stages", ()))


def _registrations(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The kinds of registrations that forms give, under the name of the form."""
    seen: set[str] = set()
    for key, form in documents.items():
        for one in form.get("emit", ()):
            kind = one.get("fields", {}).get("kind")
            if one.get("kind") == "registration" and isinstance(kind, str) and kind not in seen:
                seen.add(kind)
                yield {"key": kind, "title": title_words(form.get("title")), "form": key}


def _scales(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Scales whose levels can be compared, in every published version."""
    histories = ask_all(*((forms.HISTORY, {"kind": "scale", "key": one["key"]}) for one in lines))
    for history in histories:
        for version in history["versions"]:
            document = _document(version)
            if document.get("levels"):
                yield {
                    "name": f"{history['key']}@{version['version']}",
                    "key": history["key"],
                    "title": f"{title_words(document.get('title'))} ({version['version']})",
                    "levels": document["levels"],
                }


@blueprint.post("/programmes/<uuid:draft_id>/effect")
def programme_effect(draft_id: UUID) -> Any:
    """JSON {document} -> {learners, changes: [{title, newly_behind: [name], no_longer_behind:
    [name]}]}; 422 while the programme cannot be read. Nothing is stored."""
    designer()
    document = posted_json()["document"]
    g.idempotency_key = None
    try:
        return jsonify(effect_of(document))
    except InvalidRequest:
        return jsonify({}), 422


def effect_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Who is affected by a programme, by name. Raises InvalidRequest."""
    found = ask(dashboards.PROGRAMME_EFFECT, document=document)
    sides = ("newly_behind", "no_longer_behind")
    people = {one for change in found["changes"] for side in sides for one in change[side]}
    names = accounts_client.names_of(people)
    return {
        "learners": found["learners"],
        "changes": [
            {"title": title_words(change["title"])}
            | {
                side: sorted(names.get(one, {}).get("name", "") for one in change[side])
                for side in sides
            }
            for change in found["changes"]
        ],
    }
