"""Definitions as files: a published version to keep, and a draft from a file or a list."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, make_response, redirect, request
from flask_babel import gettext as _

from gateway.clients.bus import ask
from gateway.web.design.area import (
    KIND_PATH,
    blueprint,
    designer,
    editor_path,
    owner_of_new,
    render_design,
    title_words,
)
from gateway.web.design.drafts import not_begun
from gateway.web.design.frames import is_drawable
from gateway.web.design.frameworks import is_of_reading
from gateway.web.design.problem_words import text_of, worded
from gateway.web.design.starting import slug
from libs.contracts import forms
from libs.contracts.base import Fault

FORMATS = {"json", "case", "csv"}
MOST_SHOWN = 200


@blueprint.get(KIND_PATH + "/by-name/<key>/file")
def definition_file(kind: str, key: str) -> Any:
    """A published version as a file; `format` json, case or csv."""
    designer()
    asked = request.args.get("format", "json")
    file = ask(
        forms.EXPORT_DEFINITION,
        kind=kind,
        key=key,
        version=request.args.get("version", type=int),
        format=asked if asked in FORMATS else "json",
    )
    return Response(
        file["content"],
        content_type=file["media_type"],
        headers={"Content-Disposition": f'attachment; filename="{file["filename"]}"'},
    )


@blueprint.get(KIND_PATH + "/import")
def import_form(kind: str) -> Any:
    designer()
    return _page(kind, {})


def _page(kind: str, found: dict[str, Any], content: str = "", status: int = 200) -> Any:
    document = found.get("document")
    problems = found.get("problems", [])
    told = worded(document, problems) if document else []
    page = render_design(
        "design/import.html",
        kind=kind,
        title=_("From a file"),
        content=content,
        document=document,
        document_title=title_words(document.get("title")) if document else "",
        rows=list(_rows(document or {})),
        left_out=[
            one["heading"]
            for one in found.get("columns", [])
            if one["heading"] and not one["means"]
        ],
        problems=[one["sentence"] for one in told] or [text_of(one) for one in problems],
        is_drawable=bool(document) and is_drawable(kind, document or {}),
        is_list=any(is_of_reading(one) for one in problems),
        asked={name: request.form.get(name, "") for name in ("title", "language")},
    )
    return make_response(page, status)


def _rows(document: dict[str, Any]) -> Any:
    """The outcomes of a list, as far as they are outcomes."""
    given = document.get("outcomes")
    for one in given[:MOST_SHOWN] if isinstance(given, list) else ():
        if isinstance(one, dict):
            yield {
                "number": one.get("number") or "",
                "title": title_words(one.get("title") or one.get("label")),
                "is_below": bool(one.get("parent")),
            }


@blueprint.post(KIND_PATH + "/import")
def import_file(kind: str) -> Any:
    """Look at what is in a file; with `go`, make a draft of it."""
    designer()
    content = _given()
    title = request.form.get("title", "").strip()
    g.idempotency_key = None
    found = ask(
        forms.READ_IMPORT,
        content=content,
        key=slug(title or _("List")),
        title=title,
        language=request.form.get("language") or g.language,
    )
    if found["kind"] not in (kind, None):
        flash(_("This file holds another kind; it is opened there."))
    if found["document"] is None:
        return _page(kind, found, content, 422)
    if "go" not in request.form or not is_drawable(found["kind"], found["document"]):
        return _page(found["kind"], found, content, 422 if found["problems"] else 200)
    return _begin(found["kind"], found["document"], content)


def _given() -> str:
    """The text of the chosen file, else what was pasted."""
    file = request.files.get("file")
    raw = file.read(forms.MOST_CONTENT + 1) if file and file.filename else b""
    if not raw:
        return request.form.get("content", "")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes in Western Europe when it is not asked for UTF-8.
        return raw.decode("cp1252", "replace")


def _begin(kind: str, document: dict[str, Any], content: str) -> Any:
    try:
        draft = ask(
            forms.START_DRAFT,
            kind=kind,
            key=_key_of(document) or slug(title_words(document.get("title"))),
            owner=owner_of_new(),
            how="empty",
            document=document,
        )
    except Fault as fault:
        return not_begun(kind, fault, lambda: _page(kind, {"document": document}, content, 422))
    return redirect(editor_path(kind, draft["draft_id"]))


def _key_of(document: dict[str, Any]) -> str | None:
    key = document.get("key")
    return key if isinstance(key, str) else None
