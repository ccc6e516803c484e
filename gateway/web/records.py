"""One record: read it, fill it in, send it, and what else somebody may do with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.web import acting, cards
from gateway.web.filling import (
    definition_of,
    error_messages,
    fillings,
    readings,
    summary_of,
)
from gateway.web.on_device import open_here
from gateway.web.page import render, signed_in
from gateway.web.raters import rater_rounds
from gateway.web.results import results_of
from gateway.web.rounds import round_cards
from gateway.wording import sentence_of
from libs.contracts import portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound, StepUpRequired
from libs.formengine import wording

blueprint = Blueprint("records", __name__, url_prefix="/records")


@blueprint.get("/<uuid:record_id>")
def show(record_id: UUID) -> Any:
    signed_in()
    return _page(ask(portfolio.RECORD, record_id=record_id))


def _page(
    record: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    answers: dict[str, Any] | None = None,
    posted_stage: str | None = None,
    fault: Fault | None = None,
    passing: dict[str, str] | None = None,
) -> Any:
    definition = definition_of(record)
    names = accounts_client.names_of([record["learner_id"]])
    learner = names.get(str(record["learner_id"]), {}).get("name", "")
    page = render(
        "records/show.html",
        current="dossiers" if str(record["learner_id"]) == g.me["person_id"] else "waiting",
        title=wording(definition.title, g.language),
        record=record,
        card=record["record"],
        definition=definition,
        learner=learner,
        own=str(record["learner_id"]) == g.me["person_id"],
        fillings=fillings(
            record, definition, errors=errors, answers=answers, posted_stage=posted_stage
        ),
        givens=readings(record, definition),
        results=results_of(record, definition),
        rounds=round_cards(record, definition),
        rater_rounds=rater_rounds(record, definition),
        here=open_here(record, definition)
        if str(record["learner_id"]) == g.me["person_id"]
        else [],
        state_word=cards.record_word(record["record"]),
        declined_by=_declined_by(record),
        failed_mails=list(cards.failed_mails(record["requests"]).values()),
        waiting_for=_waiting_for(record, definition),
        errors=summary_of(errors or {}),
        passing=passing or {},
        fault=fault,
        live_topics=[f"portfolio:{record['record']['portfolio_id']}"],
    )
    return make_response(page, 422 if errors or passing else fault.status if fault else 200)


def _waiting_for(record: dict[str, Any], definition: Any) -> list[str]:
    """Who is next, by name where there is one, else by role."""
    waiting = record["record"]["waiting_for"]
    names = accounts_client.names_of(one.get("person_id") for one in waiting)
    return [
        names.get(str(one.get("person_id")), {}).get("name")
        or one.get("name")
        or wording(definition.roles[one["role"]].label, g.language)
        or one["role"]
        for one in waiting
    ]


def _declined_by(record: dict[str, Any]) -> str:
    """Who declined, where the record ended by it."""
    by = (record.get("declined") or {}).get("by", [])
    names = accounts_client.names_of(one.get("person_id") for one in by)
    return ", ".join(cards.who(one, names) for one in by)


@blueprint.post("/<uuid:record_id>/<stage>")
def act(record_id: UUID, stage: str) -> Any:
    """Every button of the page posts here; `action` says which."""
    signed_in()
    action = request.form.get("action", "send")
    if action in acting.SIMPLE:
        acting.simple(record_id, stage, action)
        flash(_DONE[action]())
        return _back(record_id)
    if action == "pass_on":
        passing = acting.tried_pass_on(record_id, stage)
        if passing:
            return _page(ask(portfolio.RECORD, record_id=record_id), passing=passing)
        return _back(record_id)
    if action in ("undo", "correct"):
        method = portfolio.UNDO_SEND if action == "undo" else portfolio.CORRECT
        ask(method, record_id=record_id, stage=stage)
        return _back(record_id)
    return _send(record_id, stage)


_DONE = {
    "decline": lambda: _("You declined."),
    "return": lambda: _("Handed back."),
    "object": lambda: _("Your objection is recorded."),
}


def _send(record_id: UUID, stage: str) -> Any:
    try:
        record = ask(portfolio.RECORD, record_id=record_id)
    except NotFound:
        if not acting.sent_before(record_id, stage):
            raise
        flash(_("It was sent. You can no longer open it."))
        return _went(url_for("sign_in.start"))
    answers = acting.posted_answers(record, stage)
    try:
        acting.send(record_id, stage, answers)
    except portfolio.AnswersIncomplete as fault:
        acting.refuse_unless_waiting(record, stage)
        return _page(
            record,
            errors=error_messages(fault.errors, answers),
            answers=answers,
            posted_stage=stage,
        )
    except StepUpRequired:
        ask(
            portfolio.SAVE_DRAFT,
            record_id=record_id,
            stage=stage,
            rev=acting.revision_there(record, stage),
            answers=answers,
        )
        return _went(url_for("code.ask_code", next=url_for("records.show", record_id=record_id)))
    return _went(url_for("records.show", record_id=record_id))


def _went(place: str) -> Any:
    return jsonify({"location": place}) if acting.wants_json() else redirect(place)


@blueprint.put("/<uuid:record_id>/<stage>/draft")
def draft(record_id: UUID, stage: str) -> Any:
    signed_in()
    return acting.save_draft(record_id, stage)


@blueprint.post("/<uuid:record_id>/withdraw")
def withdraw(record_id: UUID) -> Any:
    signed_in()
    reason = request.form.get("reason", "").strip()
    try:
        ask(portfolio.WITHDRAW_RECORD, record_id=record_id, reason=reason)
    except portfolio.RecordClosed as fault:
        flash(sentence_of(fault), "error")
    else:
        flash(_("Withdrawn. It no longer counts."))
    return _back(record_id)


@blueprint.post("/<uuid:record_id>/cancel")
def cancel(record_id: UUID) -> Any:
    signed_in()
    ask(portfolio.CANCEL_DRAFT, record_id=record_id)
    flash(_("The draft is gone."))
    return redirect(url_for("sign_in.start"))


def _back(record_id: UUID) -> Any:
    return _went(url_for("records.show", record_id=record_id))
