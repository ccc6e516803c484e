"""Filling in on the learner's own phone: handed over, filled in, handed back.

The one who fills in types a name and an address and gets a mail to confirm it; the pages of the
learner are not reachable from here, though it is still the learner's session.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web import acting
from gateway.web.filling import (
    definition_of,
    error_messages,
    fillings,
    readings,
    summary_of,
)
from gateway.web.page import render, signed_in
from gateway.wording import sentence_of
from libs.contracts import portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest, NotFound
from libs.formengine import Definition, wording

blueprint = Blueprint("on_device", __name__, url_prefix="/records/<uuid:record_id>/<stage>")


def device_stages(definition: Definition) -> list[str]:
    """The stages that somebody invited may fill in on the learner's device."""
    return [
        stage.id
        for stage in definition.stages
        if any(
            definition.roles[role].who == "invited" and "device" in definition.roles[role].auth
            for role in stage.by
        )
    ]


def open_here(record: dict[str, Any], definition: Definition) -> list[str]:
    """The stages of a record that wait and could be filled in here and now."""
    waiting = {one["stage"] for one in record["record"]["stages"] if one["state"] == "open"}
    return [stage for stage in device_stages(definition) if stage in waiting]


@blueprint.post("/hand-over")
def hand_over(record_id: UUID, stage: str) -> Any:
    """One tap on the page of the record; the next is the assessor's."""
    signed_in()
    ask(portfolio.HAND_OVER, record_id=record_id, stage=stage)
    return redirect(url_for("on_device.show", record_id=record_id, stage=stage))


@blueprint.get("/here")
def show(record_id: UUID, stage: str) -> Any:
    signed_in()
    return _page(record_id, stage)


def _page(
    record_id: UUID,
    stage: str,
    *,
    errors: dict[str, str] | None = None,
    answers: dict[str, Any] | None = None,
    problem: str = "",
) -> Any:
    record = ask(portfolio.RECORD, record_id=record_id, on_device=True)
    definition = definition_of(record)
    found = fillings(record, definition, errors=errors, answers=answers, posted_stage=stage)
    filling = next((one for one in found if one.stage == stage), None)
    if filling is None:
        return redirect(url_for("records.show", record_id=record_id))
    # Files would be the learner's own uploads; whoever fills in here adds none.
    why = _("Files cannot be added on somebody else's phone.")
    page = dataclasses.replace(filling.page, upload={}, no_upload_because=why)
    names = accounts_client.names_of([record["learner_id"]])
    wrong = summary_of(errors or {})
    if problem:
        wrong.insert(0, {"id": "actor_email", "text": problem})
    shown = render(
        "records/here.html",
        title=wording(definition.title, g.language),
        record=record,
        card=record["record"],
        definition=definition,
        learner=names.get(str(record["learner_id"]), {}).get("name", ""),
        filling=dataclasses.replace(filling, page=page),
        givens=readings(record, definition),
        errors=wrong,
        named=not definition.stage(stage).anonymous,
    )
    return make_response(shown, 422 if wrong else 200)


@blueprint.post("/here")
def send(record_id: UUID, stage: str) -> Any:
    signed_in()
    try:
        record = ask(portfolio.RECORD, record_id=record_id, on_device=True)
    except NotFound:
        if not acting.sent_before(record_id, stage, on_device=True):
            raise
        return _thanked(record_id)
    answers = acting.posted_answers(record, stage, on_device=True)
    try:
        ask(
            portfolio.SEND_ON_DEVICE,
            record_id=record_id,
            stage=stage,
            answers=answers,
            actor_name=request.form.get("actor_name", "").strip() or None,
            actor_email=request.form.get("actor_email", "").strip() or None,
            actor_role=request.form.get("actor_role", "").strip() or None,
        )
    except portfolio.AnswersIncomplete as fault:
        messages = error_messages(fault.errors, answers)
        return _page(record_id, stage, errors=messages, answers=answers)
    except (InvalidRequest, portfolio.OwnAddress) as fault:
        return _page(record_id, stage, answers=answers, problem=_who(fault))
    return _thanked(record_id)


def _thanked(record_id: UUID) -> Any:
    flash(_("Thank you. Please hand the phone back; a mail asks you to confirm that it was you."))
    place = url_for("records.show", record_id=record_id)
    return jsonify({"location": place}) if acting.wants_json() else redirect(place)


def _who(fault: Fault) -> str:
    if isinstance(fault, InvalidRequest):
        return str(_("Please type your name and your e-mail address."))
    return sentence_of(fault)
