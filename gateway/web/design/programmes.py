"""The programme editor: its page, what its script chooses from, and who is affected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import g, jsonify

from gateway.clients.bus import ask, ask_all
from gateway.web.design.area import blueprint, designer, title_words
from gateway.web.design.drafts import draft_of, editor_page, posted_json
from gateway.web.design.effect import effect_of
from libs.contracts import forms
from libs.contracts.faults import InvalidRequest
from libs.formengine import wording


@blueprint.get("/programmes/<uuid:draft_id>")
def programme_editor(draft_id: UUID) -> Any:
    return editor_page("design/programme_editor.html", draft_of("programme", draft_id))


@blueprint.get("/programmes/library")
def programme_library() -> Any:
    """{forms: [{key, title, decides, ratings: [{item, scale, title}]}], registrations: [{key,
    title, form}], scales: [{name, key, title, levels, min, max}], frameworks and chart_scales (also
    those without levels): [{name, title}]}; titles in the reader's language."""
    designer()
    found, frameworks, scales = ask_all(
        (forms.PROGRAMME_PARTS, {}),
        (forms.DEFINITIONS, {"kind": "framework"}),
        (forms.DEFINITIONS, {"kind": "scale"}),
    )
    return jsonify(
        {
            "forms": [
                {
                    "key": one["key"],
                    "title": title_words(one["title"]),
                    "decides": one["decides"],
                    "ratings": [_rating(each) for each in one.get("ratings", ())],
                }
                for one in sorted(found["forms"], key=_in_order)
            ],
            "registrations": list(_registrations(found["forms"])),
            "scales": [_scale(one) for one in found["scales"]],
            "frameworks": [_named(one) for one in frameworks["definitions"]],
            "chart_scales": [_named(one) for one in scales["definitions"]],
        }
    )


def _in_order(one: Mapping[str, Any]) -> str:
    """As people look for it: by its title in their language."""
    return title_words(one["title"]).casefold()


def _rating(one: Mapping[str, Any]) -> dict[str, str]:
    """`title`: the words of its question, empty where no single one gives it."""
    label = wording(one["label"], g.language)
    return {"item": one["item"], "scale": one["scale"], "title": label}


def _registrations(lines: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The kinds of registrations that forms give, each once, under the name of a form."""
    seen: set[str] = set()
    for line in lines:
        for kind in line["registrations"]:
            if kind not in seen:
                seen.add(kind)
                yield {"key": kind, "title": title_words(line["title"]), "form": line["key"]}


def _scale(one: Mapping[str, Any]) -> dict[str, Any]:
    return (
        _named(one)
        | {"key": one["key"], "levels": one["levels"]}
        | {name: one.get(name) for name in ("min", "max")}
    )


def _named(one: Mapping[str, Any]) -> dict[str, Any]:
    version = one["version"]
    return {"name": f"{one['key']}@{version}", "title": f"{title_words(one['title'])} ({version})"}


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
