"""The same files behind the link of a mail: only the record that the link opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, jsonify, request

from gateway.clients.bus import ask
from gateway.identity import cookies
from gateway.identity.own_link import refuse_own
from gateway.identity.requests import act_by_link
from gateway.web.record_files import begin_file, finish_file, to_file
from libs.contracts import portfolio
from libs.contracts.faults import NotFound

blueprint = Blueprint("link_files", __name__, url_prefix="/r/files")


@blueprint.post("/of/<stage>")
def begin(stage: str) -> Any:
    return begin_file(_act(), stage)


@blueprint.post("/<uuid:file_id>/finish")
def finish(file_id: UUID) -> Any:
    return finish_file(_act(), file_id)


@blueprint.post("/<uuid:file_id>/remove")
def remove(file_id: UUID) -> Any:
    return jsonify(ask(portfolio.REMOVE_FILE, record_id=_act(), file_id=file_id))


@blueprint.post("/<uuid:file_id>")
def download(file_id: UUID) -> Any:
    """Posted, so that the token never stands in an address."""
    return to_file(_act(), file_id)


def _act() -> UUID:
    """The record that the posted link opens. Raises NotFound, OwnAddress."""
    token = request.headers.get("X-Link") or request.form.get("link") or cookies.read(cookies.LINK)
    if not token:
        raise NotFound()
    act_by_link(token)
    refuse_own()
    record_id: UUID = g.principal.link_record_id
    return record_id
