"""What the form builder can choose from: shared scales, and frameworks with their outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g, jsonify
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.bus import ask
from gateway.web.design.area import blueprint, designer, title_words
from libs.contracts import forms
from libs.formengine import wording

# What a form may name besides the learner and who is invited: relations and offices.
RELATIONS = {"trainer": _l("Trainer"), "teacher": _l("Teacher"), "coach": _l("Coach")}
OFFICES = {
    "head": _l("Head of programme"),
    "committee": _l("Committee"),
    "secretary": _l("Secretariat"),
}


@blueprint.get("/library")
def library() -> Any:
    """{scales: [{name, title, document}], frameworks: [{name, title, outcomes}], relations,
    offices}; names are `key@version`, titles in the reader's language."""
    designer()
    found = ask(forms.FORM_PARTS)
    return jsonify(
        {
            "scales": [_named(one) | {"document": one["document"]} for one in found["scales"]],
            "frameworks": [
                _named(one) | {"outcomes": list(_outcomes(one["outcomes"]))}
                for one in found["frameworks"]
            ],
            "relations": _options(RELATIONS),
            "offices": _options(OFFICES),
        }
    )


def _options(words: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"value": key, "label": str(word)} for key, word in words.items()]


def _named(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": f"{one['key']}@{one['version']}", "title": title_words(one["title"])}


def _outcomes(nodes: Sequence[Mapping[str, Any]], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Outcomes with how deep they stand, each after the one it belongs to."""
    by_parent: dict[str | None, list[Mapping[str, Any]]] = {}
    for node in nodes:
        by_parent.setdefault(node.get("parent"), []).append(node)
    waiting = [(node, depth) for node in reversed(by_parent.get(None, []))]
    while waiting:
        node, level = waiting.pop()
        code = str(node.get("key") or node.get("code"))
        yield {
            "code": code,
            "title": wording(node.get("title"), g.language) or _("Without a title"),
            "depth": level,
        }
        waiting += [(one, level + 1) for one in reversed(by_parent.get(code, []))]
