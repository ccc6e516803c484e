"""Filling in on the learner's own device, and confirming it by the link of the mail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gateway.api import shapes
from gateway.api.examples import records as examples
from gateway.api.examples.things import NOTHING
from gateway.api.operations import fields_of, subject, write
from gateway.identity.own_link import is_same_browser
from libs.contracts import portfolio

blueprint = subject("On the learner's device", "/records", "Handed over, sent, confirmed")
_STAGE = ("record_id", "stage")


@blueprint.post("/<uuid:record_id>/stages/<stage>/hand-over")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def hand_over(record_id: UUID, stage: str) -> Any:
    """Hand my device over to somebody who fills this stage in."""
    return write(portfolio.HAND_OVER, record_id=record_id, stage=stage)


@blueprint.post("/<uuid:record_id>/stages/<stage>/send-on-device")
@blueprint.arguments(
    fields_of(portfolio.SEND_ON_DEVICE, without=_STAGE), example=examples.SEND_ON_DEVICE
)
@blueprint.response(200, shapes.Sent, example=examples.SENT)
def send_on_device(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Send what somebody filled in on my device; they are mailed to confirm it."""
    return write(portfolio.SEND_ON_DEVICE, record_id=record_id, stage=stage, **fields)


@blueprint.post("/<uuid:record_id>/stages/<stage>/confirm")
@blueprint.arguments(
    fields_of(portfolio.CONFIRM, without=(*_STAGE, "same_browser")), example=examples.CONFIRM
)
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def confirm(fields: dict[str, Any], record_id: UUID, stage: str) -> Any:
    """Say whether it was I who filled in on the learner's device (with the link of the mail)."""
    here = is_same_browser()
    return write(portfolio.CONFIRM, record_id=record_id, stage=stage, same_browser=here, **fields)
