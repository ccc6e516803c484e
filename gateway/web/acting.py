"""What both doors to a record do with a posted stage: the signed-in person's and the link's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, g, jsonify, request
from flask_babel import gettext as _

from gateway.clients.bus import ask
from gateway.etags import revision_of
from gateway.web.filling import definition_of, fillable_items
from gateway.web.form_answers import answers_from_form
from gateway.web.wrong_fields import wrong_fields
from gateway.wording import sentence_of
from libs.contracts import portfolio
from libs.contracts.faults import InvalidRequest, NotFound, RevisionMismatch
from libs.formengine import Definition

SIMPLE = {
    "decline": portfolio.DECLINE,
    "return": portfolio.RETURN_RECORD,
    "object": portfolio.OBJECT,
}


def posted_answers(
    record: Mapping[str, Any], stage: str, *, on_device: bool = False
) -> dict[str, Any]:
    """The answers of a posted form; raises NotFound for a stage that the form has not.
    `on_device`: of who fills in on the learner's device.

    They are read by the definition, whether or not the stage still waits: a Send whose answer was
    lost on the way comes again when it is done, and portfolio, which knows its key, then says once
    more what it said the first time.
    """
    definition = definition_of(record)
    if stage not in definition.by_stage:
        raise NotFound()
    items = fillable_items(definition, stage, _posters_role(record, stage, definition, on_device))
    return answers_from_form(definition.document, items, request.form)


def _posters_role(
    record: Mapping[str, Any], stage: str, definition: Definition, on_device: bool
) -> str:
    """The role in which the stage was posted: of who waits there, else of who sent it."""
    is_own = _is_on_device if on_device else _is_callers
    by = definition.stage(stage).by
    waiting = [one["role"] for one in record["may"] if one["stage"] == stage and one.get("role")]
    there = {one["stage"]: one["participants"] for one in record["record"]["stages"]}
    people = [*there.pop(stage, []), *(one for people in there.values() for one in people)]
    sent = [one["role"] for one in people if is_own(one) and one["role"] in by]
    return str(next(iter([*waiting, *sent]), by[0]))


def _is_callers(participant: Mapping[str, Any]) -> bool:
    who = g.principal
    if who.kind == "link":
        return str(participant["participant_id"]) == str(who.link_participant_id)
    return str(participant.get("person_id")) == str(who.person_id)


def _is_on_device(participant: Mapping[str, Any]) -> bool:
    return participant.get("verified") == "device"


def refuse_unless_waiting(record: Mapping[str, Any], stage: str) -> None:
    """What is wrong with answers is told where there is still a form to mend them in. Raises
    NotNow."""
    if not any(one["stage"] == stage for one in record["may"]):
        raise portfolio.NotNow(code="not_your_turn")


def revision_there(record: Mapping[str, Any], stage: str) -> int:
    """Of the draft that this reader has of a stage; 0 for none."""
    return next((int(one.get("rev") or 0) for one in record["may"] if one["stage"] == stage), 0)


def send(
    record_id: UUID, stage: str, answers: dict[str, Any], *, same_browser: bool = False
) -> dict[str, Any]:
    """Send a stage; raises AnswersIncomplete, StepUpRequired and the like."""
    return ask(
        portfolio.SEND,
        record_id=record_id,
        stage=stage,
        answers=answers,
        actor_name=request.form.get("actor_name") or None,
        actor_role=request.form.get("actor_role") or None,
        same_browser=same_browser,
    )


def sent_before(record_id: UUID, stage: str, *, on_device: bool = False) -> bool:
    """Whether this very Send took effect before, of a record that its sender cannot read any more:
    without its form the answers cannot be posted again, so portfolio is asked by the key alone."""
    asked = {"record_id": record_id, "stage": stage, "on_device": on_device}
    return g.idempotency_key is not None and bool(ask(portfolio.SENT_BEFORE, **asked)["sent"])


def simple(record_id: UUID, stage: str, action: str) -> dict[str, Any]:
    """Decline, return or object, with the reason typed."""
    reason = request.form.get("reason", "").strip()
    return ask(SIMPLE[action], record_id=record_id, stage=stage, reason=reason)


def tried_pass_on(record_id: UUID, stage: str) -> dict[str, str]:
    """Pass it on to the colleague typed and say so; else what is wrong, by field."""
    try:
        reply = _pass_on(record_id, stage)
    except portfolio.OwnAddress as fault:
        return {"email": sentence_of(fault)}
    except InvalidRequest as fault:
        return wrong_fields(fault, "email", "name")
    flash(_("Passed on to %(who)s.", who=reply["sent_to"]))
    return {}


def _pass_on(record_id: UUID, stage: str) -> dict[str, Any]:
    return ask(
        portfolio.PASS_ON,
        record_id=record_id,
        stage=stage,
        email=request.form.get("email", "").strip(),
        name=request.form.get("name", "").strip() or None,
    )


def save_draft(record_id: UUID, stage: str) -> Response:
    """A draft pushed by the page's script: JSON in, revision out; 412 with the stored copy."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        raise InvalidRequest("A draft is a JSON object with `answers`.")
    try:
        saved = ask(
            portfolio.SAVE_DRAFT,
            record_id=record_id,
            stage=stage,
            rev=revision_of(request.headers.get("If-Match", "")) or 0,
            answers=body["answers"],
        )
    except RevisionMismatch:
        return _stored_copy(record_id, stage)
    response = jsonify(saved)
    response.set_etag(str(saved["rev"]))
    return response


def _stored_copy(record_id: UUID, stage: str) -> Response:
    record = ask(portfolio.RECORD, record_id=record_id)
    for act in record["may"]:
        if act["stage"] == stage:
            response = jsonify({"rev": act["rev"], "answers": act["answers"]})
            response.status_code = 412
            return response
    raise NotFound()


def wants_json() -> bool:
    """Whether the page's script asked, which follows `location` itself."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"
