"""My documents: folders, uploads straight to the object store, downloads by short-lived links."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.bus import ask, ask_all
from gateway.clients.documents import folders_of
from gateway.web.file_words import REFUSALS, size_words
from gateway.web.learner import about_learner, tabs_of
from gateway.web.page import render, signed_in
from gateway.web.paths import own_path
from gateway.web.template_filters import day
from gateway.web.times import when
from gateway.wording import sentence_of
from libs.contracts import documents, portfolio
from libs.contracts.faults import InvalidRequest, NotFound
from libs.formengine import wording

blueprint = Blueprint("documents", __name__)

FOLDER_NAMES = {
    "reports": _l("My reports"),
    "forms": _l("From my forms"),
    "institute": _l("Institute folder"),
}
MOST = 500
KINDS = {"image": "image", "application/pdf": "pdf"}


@blueprint.get("/documents")
def own() -> Any:
    """The own documents."""
    signed_in()
    mine = next((one for one in ask(portfolio.HOME)["portfolios"] if one.get("own", True)), None)
    if mine is None:
        return render("dossiers/none.html", current="documents", title=_("My documents"))
    return _page(mine["portfolio_id"], own=True)


@blueprint.get("/portfolios/<uuid:portfolio_id>/documents")
def of_learner(portfolio_id: UUID) -> Any:
    """A learner's documents, for those who may see them; one's own are at their own place."""
    me = signed_in()
    return _page(portfolio_id, own=False, reader_id=me["person_id"])


def _page(portfolio_id: str | UUID, *, own: bool, reader_id: str = "") -> Any:
    found, used = ask_all(
        (documents.FOLDERS, {"portfolio_id": portfolio_id}),
        (portfolio.RECORD_FILES, {"portfolio_id": portfolio_id, "limit": MOST}),
    )
    learner_id = str(found.get("learner_id", ""))
    if not own and learner_id == reader_id:
        return redirect(url_for("documents.own"))
    about = None if own else _about(learner_id)
    folders = folders_of(portfolio_id, found)
    of_forms = [*used["files"], *_further(portfolio_id, used["next"])]
    return render(
        "documents/own.html",
        current="documents" if own else "learners",
        title=_("My documents") if own else _("Documents"),
        about=about,
        tabs=tabs_of(about, "documents") if about else [],
        portfolio_id=portfolio_id,
        own=own,
        folders=[_folder(folder, of_forms, own) for folder in folders],
        used=size_words(found["used_bytes"]),
        here=request.path,
        live_topics=[f"portfolio:{portfolio_id}"],
    )


def _about(learner_id: str) -> dict[str, Any] | None:
    """The top of a learner's pages; None for who only takes part in one of their forms."""
    with contextlib.suppress(NotFound, ValueError):
        return about_learner(UUID(learner_id))
    return None


def _further(portfolio_id: str | UUID, cursor: str | None) -> Iterator[dict[str, Any]]:
    """The files in forms after the first page: the folder shows them all."""
    while cursor:
        page = {"portfolio_id": portfolio_id, "limit": MOST, "cursor": cursor}
        found = ask(portfolio.RECORD_FILES, **page)
        yield from found["files"]
        cursor = found["next"]


def _folder_name(folder: dict[str, Any], own: bool) -> str:
    """Folders that everybody has in the reader's language, others as their owner named them."""
    if folder["kind"] == "own" and folder["name"] == "My files":
        return _("My files") if own else _("Files of the learner")
    if folder["kind"] == "forms" and not own:
        return _("Files in forms")
    return str(FOLDER_NAMES.get(folder["kind"], folder["name"]))


def _folder(folder: dict[str, Any], used: list[dict[str, Any]], own: bool) -> dict[str, Any]:
    """A folder as it is shown; that of forms holds what stands in answers the reader may read. A
    report is always the reader's own."""
    if folder["kind"] == "forms":
        files = [_file_of_form(one) for one in used]
    else:
        files = [_file(one) for one in folder["files"]]
    may_delete = folder["kind"] == "reports" or (own and folder["kind"] == "own")
    name = _folder_name(folder, own)
    return {**folder, "name": name, "files": files, "may_delete": may_delete}


def _file_of_form(one: dict[str, Any]) -> dict[str, Any]:
    """A file with where it is used; who may open it, and take it out, is the form's to say."""
    shown = _file({**one, "stored_at": one["added_at"]})
    form = f"{wording(one['title'], g.language)}, {day(one['encounter_date'], g.language)}"
    refused = shown["used_in"]
    return {
        **shown,
        "state": {"sending": "checking"}.get(shown["state"], shown["state"]),
        "used_in": ". ".join(part for part in (form, refused) if part),
        "href": url_for(
            "record_files.download", record_id=one["record_id"], file_id=one["file_id"]
        ),
    }


def _file(one: dict[str, Any]) -> dict[str, Any]:
    family = one["media_type"].split("/", 1)[0]
    refused = str(REFUSALS.get(one.get("reason") or "", ""))
    return {
        **one,
        "kind": KINDS.get(one["media_type"]) or KINDS.get(family, "other"),
        "size": size_words(one["size"]),
        "when": when(one["stored_at"]),
        "used_in": refused if one["state"] == "refused" else "",
        "state": "clean" if one["state"] == "ready" else one["state"],
        "href": url_for("documents.download", file_id=one["file_id"]),
    }


@blueprint.get("/files/<uuid:file_id>")
def download(file_id: UUID) -> Any:
    """To the file itself, on the file origin, by a link that lives a minute."""
    signed_in()
    return redirect(ask(documents.FILE_LINK, file_id=file_id)["url"])


@blueprint.post("/portfolios/<uuid:portfolio_id>/uploads")
def begin_upload(portfolio_id: UUID) -> Any:
    """For the page's script: where to PUT the parts."""
    signed_in()
    body = request.get_json(silent=True) or {}
    fields = {name: body[name] for name in ("name", "size", "media_type") if name in body}
    if body.get("folder_id"):
        fields["folder_id"] = body["folder_id"]
    return jsonify(ask(documents.BEGIN_UPLOAD, portfolio_id=portfolio_id, **fields))


@blueprint.post("/uploads/<uuid:upload_id>/finish")
def finish_upload(upload_id: UUID) -> Any:
    signed_in()
    body = request.get_json(silent=True) or {}
    if not isinstance(body.get("parts"), list):
        raise InvalidRequest("`parts` is missing.")
    try:
        reply = ask(documents.FINISH_UPLOAD, upload_id=upload_id, parts=body["parts"])
    except documents.FileRefused as fault:
        reason = str(REFUSALS.get(str(fault.params.get("reason")), sentence_of(fault)))
        return jsonify({"refused": reason}), 422
    return jsonify(reply)


@blueprint.post("/portfolios/<uuid:portfolio_id>/folders")
def new_folder(portfolio_id: UUID) -> Any:
    signed_in()
    name = request.form.get("name", "").strip()
    if not name:
        flash(_("Give the folder a name."), "error")
    else:
        ask(documents.NEW_FOLDER, portfolio_id=portfolio_id, name=name)
    return redirect(url_for("documents.own"))


@blueprint.post("/files/<uuid:file_id>/<action>")
def change(file_id: UUID, action: str) -> Any:
    """Rename, move or delete."""
    signed_in()
    if action == "delete":
        ask(documents.DELETE_FILE, file_id=file_id)
        flash(_("The file is deleted."))
    elif action == "change":
        fields = {key: request.form[key] for key in ("name", "folder_id") if request.form.get(key)}
        ask(documents.CHANGE_FILE, file_id=file_id, **fields)
    else:
        raise NotFound()
    return redirect(own_path(request.form.get("back")) or url_for("documents.own"))
