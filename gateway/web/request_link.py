"""The page behind the link in a request's mail: no account, no log-in, one form.

Looking changes nothing, because mail scanners look too. The first input, or Send, is a request of
the page itself with its token; it makes a cookie of the link, and the address bar loses it.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.identity import cookies
from gateway.identity.own_link import is_own, is_same_browser, refuse_own
from gateway.identity.requests import act_by_link
from gateway.web import acting
from gateway.web.filling import (
    definition_of,
    error_messages,
    fillings,
    readings,
    summary_of,
)
from gateway.web.page import render
from gateway.web.wrong_fields import summary_at, wrong_fields
from libs.contracts import portfolio
from libs.contracts.faults import InvalidRequest, NotFound
from libs.formengine import Definition, opens_on_send, wording

blueprint = Blueprint("request_link", __name__, url_prefix="/r")
DAY_S = 24 * 3600


@blueprint.get("/<token>")
def open_link(token: str) -> Any:
    return _show(token)


@blueprint.get("")
def opened() -> Any:
    """The same page once the address bar has lost the token."""
    return _show(_token_of_cookie())


def _token_of_cookie() -> str:
    token = cookies.read(cookies.LINK)
    if token is None:
        raise NotFound()
    return token


def _show(token: str) -> Any:
    link = act_by_link(token)
    if link["state"] != "open":
        return _ended(link)
    record = _record()
    return _own(record) if is_own(record) else _page(token, record)


def _own(record: dict[str, Any]) -> Any:
    """The learner looks where their request leads: what it is about, and no form."""
    definition = definition_of(record)
    title = wording(definition.title, g.language)
    return render(
        "records/link_own.html",
        title=title,
        heading=title,
        card=record["record"],
        institution_name=g.link.get("institution_name"),
    )


def _record() -> dict[str, Any]:
    return ask(portfolio.RECORD, record_id=g.principal.link_record_id)


def _ended(link: dict[str, Any]) -> Any:
    page = render("records/link_ended.html", title=_("This request is closed"), link=link)
    return make_response(page, 410)


def _page(
    token: str,
    record: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    answers: dict[str, Any] | None = None,
    wrong: dict[str, str] | None = None,
    passing: dict[str, str] | None = None,
) -> Any:
    """`wrong`: by field, what is the matter with who somebody says they are; `passing`: with the
    colleague they pass it on to."""
    definition = definition_of(record)
    is_again = answers is not None and record["may"]
    open_stages = fillings(
        record,
        definition,
        errors=errors,
        answers=answers,
        posted_stage=record["may"][0]["stage"] if is_again else None,
    )
    own = _own_part(record)
    if not open_stages and own.get("verified") == "device":
        return _to_confirm(token, record, own["stage"])
    page = render(
        "records/link.html" if open_stages else "records/receipt.html",
        title=wording(definition.title, g.language),
        token=token,
        record=record,
        card=record["record"],
        definition=definition,
        learner=_name_of(record["learner_id"]),
        own=own,
        has_sent=own.get("state") == "sent",
        is_open_now=_is_open_now(definition, own),
        filling=open_stages[0] if open_stages else None,
        givens=readings(record, definition),
        errors=[*summary_of(errors or {}), *summary_at(wrong or {})],
        wrong=wrong or {},
        passing=passing or {},
        institution_name=g.link.get("institution_name"),
    )
    return make_response(page, 422 if errors or wrong or passing else 200)


def _own_part(record: dict[str, Any]) -> dict[str, Any]:
    """Who opened the link, as the learner named them."""
    mine = str(g.principal.link_participant_id)
    for stage in record["record"]["stages"]:
        for one in stage["participants"]:
            if str(one["participant_id"]) == mine:
                return {**one, "stage": stage["stage"]}
    return {}


def _is_open_now(definition: Definition, own: dict[str, Any]) -> bool:
    """Whether the learner reads what was sent by this link at once, not only later or never."""
    if "stage" not in own:
        return False
    return opens_on_send(definition, own["stage"], own["role"], definition.subject)


def _to_confirm(token: str, record: dict[str, Any], stage: str) -> Any:
    """A copy of what was filled in on the learner's phone, and the question who it was."""
    definition = definition_of(record)
    return render(
        "records/confirm.html",
        title=_("Was this you?"),
        token=token,
        card=record["record"],
        learner=_name_of(record["learner_id"]),
        stage=stage,
        givens=[one for one in readings(record, definition) if one.stage == stage],
    )


def _name_of(learner_id: Any) -> str:
    return accounts_client.names_of([learner_id]).get(str(learner_id), {}).get("name", "")


def _act() -> tuple[str, Any]:
    """The token of the posted page, and the record it opens. Raises OwnAddress."""
    token = request.form.get("link") or _token_of_cookie()
    act_by_link(token)
    refuse_own()
    return token, g.principal.link_record_id


@blueprint.post("/begin/<stage>")
def begin(stage: str) -> Any:
    """The first input: remember the link, tell the learner that somebody has begun."""
    token, record_id = _act()
    ask(portfolio.SEEN, record_id=record_id, stage=stage)
    return _with_cookie(jsonify({"location": url_for("request_link.opened")}), token)


def _with_cookie(response: Any, token: str) -> Any:
    cookies.write(response, cookies.LINK, token, max_age=DAY_S)
    return response


@blueprint.post("/confirm/<stage>")
def confirm(stage: str) -> Any:
    """It was I, or it was not."""
    token, record_id = _act()
    was_me = request.form.get("was_me") == "yes"
    here = is_same_browser()
    ask(portfolio.CONFIRM, record_id=record_id, stage=stage, was_me=was_me, same_browser=here)
    flash(_("Thank you, it is confirmed.") if was_me else _("Thank you. It no longer counts."))
    return _with_cookie(_went(), token)


@blueprint.put("/draft/<stage>")
def draft(stage: str) -> Any:
    token = request.headers.get("X-Link") or _token_of_cookie()
    act_by_link(token)
    refuse_own()
    return _with_cookie(acting.save_draft(g.principal.link_record_id, stage), token)


@blueprint.post("/act/<stage>")
def act(stage: str) -> Any:
    """Send, decline, hand back or pass on."""
    token, record_id = _act()
    action = request.form.get("action", "send")
    if action in acting.SIMPLE:
        acting.simple(record_id, stage, action)
        flash(_("Thank you for letting us know."))
    elif action == "pass_on":
        passing = acting.tried_pass_on(record_id, stage)
        if passing:
            return _page(token, _record(), passing=passing)
    elif action in ("undo", "correct"):
        method = portfolio.UNDO_SEND if action == "undo" else portfolio.CORRECT
        ask(method, record_id=record_id, stage=stage)
    else:
        return _send(token, record_id, stage)
    return _with_cookie(_went(), token)


def _went() -> Any:
    place = url_for("request_link.opened")
    if acting.wants_json():
        return jsonify({"location": place})
    return make_response(redirect(place))


def _send(token: str, record_id: Any, stage: str) -> Any:
    try:
        record = _record()
    except NotFound:
        if not acting.sent_before(record_id, stage):
            raise
        return _with_cookie(_went(), token)
    answers = acting.posted_answers(record, stage)
    try:
        acting.send(record_id, stage, answers, same_browser=is_same_browser(record))
    except portfolio.AnswersIncomplete as fault:
        acting.refuse_unless_waiting(record, stage)
        return _page(token, record, errors=error_messages(fault.errors, answers), answers=answers)
    except InvalidRequest as fault:
        acting.refuse_unless_waiting(record, stage)
        wrong = wrong_fields(fault, "actor_name", "actor_role")
        return _page(token, record, answers=answers, wrong=wrong)
    return _with_cookie(_went(), token)
