"""The editors of frameworks and scales: their pages, and what their scripts ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import g, jsonify, request, url_for
from flask_babel import ngettext

from gateway.clients import forms as forms_client
from gateway.clients.bus import ask, ask_all
from gateway.web.design.area import KIND_NAMES, blueprint, designer, title_words
from gateway.web.design.drafts import draft_of, editor_page
from gateway.web.design.problem_words import text_of
from libs.contracts import forms
from libs.contracts.faults import InvalidRequest

FORMAT_NAMES = {"case": "CASE 1.1", "json": "JSON", "csv": "CSV"}
MOST_STEPS = 12


@blueprint.get("/frameworks/<uuid:draft_id>")
def framework_editor(draft_id: UUID) -> Any:
    draft = draft_of("framework", draft_id)
    scales, frameworks, *past = ask_all(
        (forms.DEFINITIONS, {"kind": "scale"}),
        (forms.DEFINITIONS, {"kind": "framework"}),
        *_past("framework", draft),
    )
    return editor_page(
        "design/framework_editor.html",
        draft,
        beside={
            "scales": [_named(one) for one in scales["definitions"]],
            "frameworks": [_named(one) for one in frameworks["definitions"]],
            **effect("framework", draft["key"], past),
        },
    )


@blueprint.get("/scales/<uuid:draft_id>")
def scale_editor(draft_id: UUID) -> Any:
    draft = draft_of("scale", draft_id)
    past = ask_all(*_past("scale", draft))
    return editor_page(
        "design/scale_editor.html", draft, beside=effect("scale", draft["key"], past)
    )


def _past(kind: str, draft: Mapping[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """The question for what names it; there is none before the first version."""
    if not draft["published_version"]:
        return []
    return [(forms.HISTORY, {"kind": kind, "key": draft["key"]})]


def _named(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": f"{one['key']}@{one['version']}", "title": title_words(one["title"])}


def effect(kind: str, key: str, past: list[dict[str, Any]]) -> dict[str, Any]:
    """{used, uses, versions, files}: what a change touches, and the newest version as files."""
    if not past:
        return {"used": "", "uses": [], "versions": [], "files": []}
    found, formats = past[0], FORMAT_NAMES if kind == "framework" else ("json",)
    uses = found["uses"]
    uses = [*uses, *(one for one in found.get("dashboards", ()) if one not in uses)]
    return {
        "used": used_words(kind, found),
        "uses": [
            {
                "title": title_words(one["title"]),
                "href": url_for("design.history", kind=one["kind"], key=one["key"]),
                "kind": str(KIND_NAMES[one["kind"]][0]),
            }
            for one in uses
        ],
        "versions": [one["version"] for one in found["versions"]],
        "files": [
            {
                "label": FORMAT_NAMES[format],
                "href": url_for("design.definition_file", kind=kind, key=key, format=format),
            }
            for format in formats
        ],
    }


def used_words(kind: str, found: Mapping[str, Any]) -> str:
    """`12 forms, 3 dashboards`, as on the page of its versions; no dashboard charts a scale by
    itself, so of a scale the programmes are counted that ask for a level on it."""
    count = Counter(one["kind"] for one in found["uses"])
    forms_named = ngettext("%(num)s form", "%(num)s forms", count["form"])
    if kind == "scale":
        named = ngettext("%(num)s programme", "%(num)s programmes", count["programme"])
    else:
        charted = len(found.get("dashboards", ()))
        named = ngettext("%(num)s dashboard", "%(num)s dashboards", charted)
    return f"{forms_named}, {named}"


@blueprint.get("/look/<any(scale, framework):kind>/<key>/<int:version>")
def look(kind: str, key: str, version: int) -> Any:
    """JSON: the levels of a scale, or the outcomes of a framework, in the reader's language."""
    designer()
    document = forms_client.definition(kind, key, version)["document"]
    if kind == "scale":
        return jsonify({"levels": steps_of(document)})
    outcomes = [
        {
            "code": one.get("key") or one["code"],
            "number": one.get("number", ""),
            "title": title_words(one.get("title") or one.get("label")),
        }
        for one in document["outcomes"]
    ]
    return jsonify({"outcomes": outcomes})


def steps_of(scale: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{value, label}] of a scale with levels or with few whole steps; else none."""
    if scale.get("levels"):
        return [
            {"value": one["value"], "label": title_words(one["label"])} for one in scale["levels"]
        ]
    low, high, step = scale.get("min", 0), scale.get("max", 0), scale.get("step", 1)
    if step != 1 or high - low > MOST_STEPS or any(int(one) != one for one in (low, high)):
        return []
    return [{"value": one, "label": str(one)} for one in range(int(low), int(high) + 1)]


@blueprint.post("/frameworks/<uuid:draft_id>/paste")
def read_pasted(draft_id: UUID) -> Any:
    """JSON {content, language, columns, headed} -> {outcomes, problems: [sentence], columns} and,
    where the rows tell of the framework itself, {phases, crosswalks}; nothing is kept."""
    draft_of("framework", draft_id)
    posted = request.get_json(silent=True)
    if not isinstance(posted, dict) or not isinstance(posted.get("content"), str):
        raise InvalidRequest("JSON with content is needed.")
    g.idempotency_key = None
    found = ask(
        forms.READ_IMPORT,
        content=posted["content"],
        format="csv",
        language=_language_of(posted),
        **_columns_of(posted),
    )
    document = found["document"] or {}
    return jsonify(
        {name: document[name] for name in ("phases", "crosswalks") if name in document}
        | {
            "outcomes": document.get("outcomes", []),
            "problems": [text_of(one) for one in found["problems"] if is_of_reading(one)],
            "columns": found.get("columns", []),
        }
    )


def _columns_of(posted: Mapping[str, Any]) -> dict[str, Any]:
    """What the author says the columns are, as far as anything is said."""
    given = posted.get("columns")
    columns = (
        [one if one in forms.COLUMNS else None for one in given] if isinstance(given, list) else []
    )
    headed = posted.get("headed")
    return {"columns": columns, "headed": headed if isinstance(headed, bool) else None}


def _language_of(posted: Mapping[str, Any]) -> str:
    """What the author says; the editor may not have saved yet that the framework has it."""
    given = posted.get("language")
    known = isinstance(given, str) and re.search(forms.LANGUAGE, given)
    return str(given if known else g.language)


def is_of_reading(problem: Mapping[str, Any]) -> bool:
    """Of the rows, not of the framework they would make."""
    return str(problem["path"]).startswith("rows/") or str(problem["code"]).startswith("import.")
