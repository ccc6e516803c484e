"""Behind the link of an anonymous round: one form for everybody who has it, on their own phone or
one after the other on a screen that stands there.

Looking changes nothing. Nothing of the one before is left for the next: no draft here or there, no
cookie of the link, no way back to what was filled in.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, g, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.clients.caches import AgingCache
from gateway.identity.requests import act_by_link
from gateway.web import acting
from gateway.web.filling import Filling, definition_of, error_messages, fillings, summary_of
from gateway.web.page import render
from libs.contracts import portfolio
from libs.contracts.faults import NotFound
from libs.formengine import wording

blueprint = Blueprint("walk_in", __name__, url_prefix="/w")
# Nobody fills in a form faster; a program that tries to has to wait, and people never notice.
PAUSE_S = 10
# Who has just sent, in this process alone and for these seconds: never stored, never logged.
_just_sent: AgingCache[tuple[str, str], bool] = AgingCache(10_000, PAUSE_S)


@blueprint.get("/<token>")
def show(token: str) -> Any:
    found = _open(token)
    return _page(token, *found) if found else _closed()


def _open(token: str) -> tuple[dict[str, Any], Filling] | None:
    """The record and its empty form; None when the round is over or the link was stopped."""
    if act_by_link(token)["state"] != "open":
        return None
    try:
        record = ask(portfolio.RECORD, record_id=g.principal.link_record_id)
    except NotFound:
        return None
    found = fillings(record, definition_of(record))
    return (record, found[0]) if found else None


def _page(
    token: str,
    record: dict[str, Any],
    filling: Filling,
    *,
    problems: list[dict[str, str]] | None = None,
    status: int = 200,
) -> Any:
    definition = definition_of(record)
    names = accounts_client.names_of([record["learner_id"]])
    page = render(
        "records/walk_in.html",
        title=wording(definition.title, g.language),
        token=token,
        definition=definition,
        learner=names.get(str(record["learner_id"]), {}).get("name", ""),
        filling=filling,
        errors=problems or [],
        institution_name=g.link.get("institution_name"),
    )
    return make_response(page, status)


def _closed() -> Any:
    page = render("records/walk_in_closed.html", title=_("This round is closed"))
    return make_response(page, 410)


@blueprint.get("/<token>/thanks")
def thanks(token: str) -> Any:
    return render("records/walk_in_thanks.html", title=_("Thank you"), token=token)


@blueprint.get("/<token>/closed")
def closed(token: str) -> Any:
    return _closed()


@blueprint.post("/send")
def send() -> Any:
    """One answer. Each Send is somebody else's."""
    token = request.form.get("link", "")
    found = _open(token)
    if found is None:
        return _went("walk_in.closed", token)
    record, filling = found
    answers = acting.posted_answers(record, filling.stage)
    if _just_sent.get(_device(token)):
        return _too_soon(token, record, answers)
    try:
        acting.send(g.principal.link_record_id, filling.stage, answers)
    except portfolio.AnswersIncomplete as fault:
        return _again(token, record, answers, error_messages(fault.errors, answers))
    except portfolio.NotNow:
        return _went("walk_in.closed", token)
    _just_sent.put(_device(token), True)
    return _went("walk_in.thanks", token)


def _device(token: str) -> tuple[str, str]:
    return hashlib.sha256(token.encode()).hexdigest(), request.remote_addr or ""


def _too_soon(token: str, record: dict[str, Any], answers: dict[str, Any]) -> Any:
    """The page's script waits by itself and sends again."""
    sentence = _("Somebody has just answered from here. Please press Send again in ten seconds.")
    shown = fillings(record, definition_of(record), answers=answers, posted_stage=_stage(record))
    problem = {"id": "main", "text": sentence}
    response = _page(token, record, shown[0], problems=[problem], status=429)
    response.headers["Retry-After"] = str(PAUSE_S)
    return response


def _again(
    token: str, record: dict[str, Any], answers: dict[str, Any], errors: dict[str, str]
) -> Any:
    shown = fillings(
        record,
        definition_of(record),
        errors=errors,
        answers=answers,
        posted_stage=_stage(record),
    )
    return _page(token, record, shown[0], problems=summary_of(errors), status=422)


def _stage(record: dict[str, Any]) -> str:
    return str(record["may"][0]["stage"])


def _went(endpoint: str, token: str) -> Any:
    place = url_for(endpoint, token=token)
    return jsonify({"location": place}) if acting.wants_json() else redirect(place)
