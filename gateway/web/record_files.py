"""Files of a form: announced here, sent straight to the object store, read by short links."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, request
from flask_babel import gettext as _

from gateway.clients.bus import ask
from gateway.web.file_words import REFUSALS
from gateway.web.page import signed_in
from gateway.web.pointing import file_url, file_words
from gateway.wording import sentence_of
from libs.contracts import documents, portfolio
from libs.contracts.faults import InvalidRequest

blueprint = Blueprint("record_files", __name__, url_prefix="/records/<uuid:record_id>")


@blueprint.post("/<stage>/files")
def begin(record_id: UUID, stage: str) -> Any:
    """For the page's script: where to PUT the parts of a new file."""
    signed_in()
    return begin_file(record_id, stage)


@blueprint.post("/files/<uuid:file_id>/finish")
def finish(record_id: UUID, file_id: UUID) -> Any:
    signed_in()
    return finish_file(record_id, file_id)


@blueprint.post("/files/<uuid:file_id>/remove")
def remove(record_id: UUID, file_id: UUID) -> Any:
    signed_in()
    return jsonify(ask(portfolio.REMOVE_FILE, record_id=record_id, file_id=file_id))


@blueprint.get("/files/<uuid:file_id>")
def download(record_id: UUID, file_id: UUID) -> Any:
    """To the file itself, on the file origin, for whoever may read the answer it stands in."""
    signed_in()
    return to_file(record_id, file_id)


def begin_file(record_id: UUID, stage: str) -> Response | tuple[Response, int]:
    body = request.get_json(silent=True) or {}
    names = ("item", "name", "size", "media_type")
    fields = {name: body[name] for name in names if name in body}
    try:
        begun = ask(portfolio.BEGIN_FILE, record_id=record_id, stage=stage, **fields)
    except documents.FileRefused as fault:
        return _refused(fault)
    place = {"record_id": record_id, "file_id": begun["file_id"]}
    return jsonify(begun | {"finish_url": file_url("finish", **place)})


def _refused(fault: documents.FileRefused) -> tuple[Response, int]:
    reason = REFUSALS.get(str(fault.params.get("reason")), sentence_of(fault))
    return jsonify({"refused": str(reason)}), 422


def finish_file(record_id: UUID, file_id: UUID) -> Any:
    body = request.get_json(silent=True) or {}
    if not isinstance(body.get("parts"), list):
        raise InvalidRequest("`parts` is missing.")
    file = ask(portfolio.FINISH_FILE, record_id=record_id, file_id=file_id, parts=body["parts"])[
        "file"
    ]
    shown = file_words(file)
    states = {"checking": _("Being checked"), "refused": shown["reason"] or _("Refused")}
    words = states.get(file["state"], "")
    return jsonify({"file": shown | {"file_id": file["file_id"], "words": words}})


def to_file(record_id: UUID, file_id: UUID) -> Any:
    found = ask(portfolio.RECORD_FILE_LINK, record_id=record_id, file_id=file_id)
    return redirect(found["url"])
