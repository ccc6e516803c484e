"""One record: reading it, drafts, sending, and everything else somebody may do with a stage.

External assessors use these too, with `Authorization: Link <token of their mail>`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, jsonify

from gateway.api import shapes
from gateway.api.examples import records as examples
from gateway.api.examples.things import NOTHING
from gateway.api.operations import (
    ETAG_HEADER,
    IF_MATCH_PARAMETER,
    fields_of,
    revision_from_etag,
    subject,
    write,
)
from gateway.clients.bus import ask
from gateway.identity.own_link import is_same_browser
from libs.contracts import portfolio

blueprint = subject("Records", "/records", "Filling in, sending, deciding")
_PATH = ("record_id", "stage")


@blueprint.get("/<uuid:record_id>")
@blueprint.response(200, shapes.Record, example=examples.RECORD)
def record(record_id: UUID) -> Any:
    """All I may see of a record, and what I may do with it now."""
    return ask(portfolio.RECORD, record_id=record_id)


@blueprint.put("/<uuid:record_id>/stages/<stage>/draft")
@blueprint.arguments(
    fields_of(portfolio.SAVE_DRAFT, without=(*_PATH, "rev")), example=examples.SAVE
)
@blueprint.response(200, shapes.DraftSaved, example=examples.SAVED, headers=ETAG_HEADER)
@blueprint.doc(parameters=[IF_MATCH_PARAMETER])
def save_draft(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Keep a whole draft. Nothing is required yet; messages come back by item."""
    rev = revision_from_etag()
    saved = ask(portfolio.SAVE_DRAFT, record_id=record_id, stage=stage, rev=rev, **fields)
    return _tagged(saved)


def _tagged(saved: dict[str, Any]) -> Response:
    response = jsonify(saved)
    response.set_etag(str(saved["rev"]))
    return response


@blueprint.post("/<uuid:record_id>/stages/<stage>/send")
@blueprint.arguments(
    fields_of(portfolio.SEND, without=(*_PATH, "same_browser")), example=examples.SEND
)
@blueprint.response(200, shapes.Sent, example=examples.SENT)
def send(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Send a stage: fill, approve, sign, decide or release."""
    here = is_same_browser()
    return write(portfolio.SEND, record_id=record_id, stage=stage, same_browser=here, **fields)


@blueprint.post("/<uuid:record_id>/stages/<stage>/seen")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def seen(record_id: UUID, stage: str) -> Any:
    """Tell that filling has begun (the first input)."""
    return write(portfolio.SEEN, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/undo")
@blueprint.response(200, shapes.Revision, example=examples.OPENED)
def undo(record_id: UUID, stage: str) -> Any:
    """Take back what was sent less than a minute ago."""
    return write(portfolio.UNDO_SEND, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/correct")
@blueprint.response(200, shapes.Revision, example=examples.OPENED)
def correct(record_id: UUID, stage: str) -> Any:
    """Open what I sent for a correction, within a day and before others could read it all."""
    return write(portfolio.CORRECT, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/decline")
@blueprint.arguments(fields_of(portfolio.DECLINE, without=_PATH), example=examples.DECLINE)
@blueprint.response(200, shapes.State, example=examples.DECLINED)
def decline(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Decline, with a reason."""
    return write(portfolio.DECLINE, record_id=record_id, stage=stage, **fields)


@blueprint.post("/<uuid:record_id>/stages/<stage>/return")
@blueprint.arguments(fields_of(portfolio.RETURN_RECORD, without=_PATH), example=examples.RETURN)
@blueprint.response(200, shapes.State, example=examples.RUNNING)
def return_record(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Hand back to the one who filled before, with a reason."""
    return write(portfolio.RETURN_RECORD, record_id=record_id, stage=stage, **fields)


@blueprint.post("/<uuid:record_id>/stages/<stage>/object")
@blueprint.arguments(fields_of(portfolio.OBJECT, without=_PATH), example=examples.OBJECT)
@blueprint.response(200, shapes.State, example=examples.RUNNING)
def object_(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Object, with a reason."""
    return write(portfolio.OBJECT, record_id=record_id, stage=stage, **fields)


@blueprint.post("/<uuid:record_id>/stages/<stage>/close")
@blueprint.response(200, shapes.State, example=examples.RUNNING)
def close_round(record_id: UUID, stage: str) -> Any:
    """Close a round of raters: nobody is asked further. Refused below the smallest group. Of an
    anonymous round the answers count that were there when the day began at the institution: who
    tries again and again learns no more of who just answered."""
    return write(portfolio.CLOSE_ROUND, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/link")
@blueprint.response(201, shapes.RoundLink, example=examples.ROUND_LINK)
def open_round_link(record_id: UUID, stage: str) -> Any:
    """Make the one link by which anybody answers an anonymous round, with `Authorization: Link`
    and the operations of any link. Told this once; the link before lets nobody in any more. Asked
    again with its Idempotency-Key, the answer holds one more token of the same link: one that was
    printed meanwhile goes on working. Refused (409) once another link took its place."""
    return write(portfolio.OPEN_ROUND_LINK, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/link/stop")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def stop_round_link(record_id: UUID, stage: str) -> Any:
    """Let nobody in by the link of a round any more; what was answered stays."""
    return write(portfolio.STOP_ROUND_LINK, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/pass-on")
@blueprint.arguments(fields_of(portfolio.PASS_ON, without=_PATH), example=examples.PASS_ON)
@blueprint.response(200, shapes.PassedOn, example=examples.PASSED_ON)
def pass_on(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Pass a request on to a colleague, who gets a link of their own."""
    return write(portfolio.PASS_ON, record_id=record_id, stage=stage, **fields)


@blueprint.post("/<uuid:record_id>/withdraw")
@blueprint.arguments(
    fields_of(portfolio.WITHDRAW_RECORD, without=("record_id",)), example=examples.WITHDRAW
)
@blueprint.response(200, shapes.State, example=examples.WITHDRAWN)
def withdraw(fields: dict[str, Any], record_id: UUID) -> Any:
    """Withdraw a record; its data points no longer count."""
    return write(portfolio.WITHDRAW_RECORD, record_id=record_id, **fields)


@blueprint.delete("/<uuid:record_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def cancel_draft(record_id: UUID) -> Any:
    """Throw away a draft of which nothing was sent."""
    return ask(portfolio.CANCEL_DRAFT, record_id=record_id)


@blueprint.post("/approvals")
@blueprint.arguments(fields_of(portfolio.APPROVE_MANY), example=examples.APPROVE)
@blueprint.response(200, shapes.Approved, example=examples.APPROVED)
def approve_many(fields: dict[str, Any]) -> Any:
    """Approve, sign or release several waiting records at once, where their forms say `batch`:
    all or none. Those in which somebody wrote something for this step that is not sent yet are
    `left` as they are, so that nothing of it is lost: send that, or take it out."""
    return write(portfolio.APPROVE_MANY, **fields)
