"""Asking feedback: which form, whom, about what, send. The last used comes first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask, ask_all
from gateway.web import times
from gateway.web.dossiers import context_of_form
from gateway.web.filling import blank_page, definition_by, error_messages, summary_of
from gateway.web.form_answers import answers_from_form
from gateway.web.on_device import device_stages
from gateway.web.page import render, signed_in
from gateway.web.wrong_fields import summary_at, wrong_fields
from gateway.wording import sentence_of
from libs.contracts import accounts, portfolio
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest
from libs.formengine import wording

blueprint = Blueprint("asking", __name__, url_prefix="/ask")
# The fields of the page beside those of the form itself.
FIELDS = ("email", "name", "encounter_date", "place", "message")


@blueprint.get("/<uuid:portfolio_id>")
def form(portfolio_id: UUID) -> Any:
    signed_in()
    return _page(portfolio_id)


def _page(
    portfolio_id: UUID,
    *,
    fault: Fault | None = None,
    errors: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
) -> Any:
    found, people, recent = ask_all(
        (portfolio.DOSSIERS, {"portfolio_id": portfolio_id}),
        (accounts.FIND_COLLEAGUES, {"search": "", "limit": 20}),
        (portfolio.RECENT_ASSESSORS, {"portfolio_id": portfolio_id}),
    )
    offers = _askable(found)
    chosen = request.values.get("form_key") or (offers[0]["form_key"] if offers else "")
    offer = next((one for one in offers if one["form_key"] == chosen), None)
    page = None
    if offer is not None:
        page = blank_page(
            offer["hash"],
            errors=errors or {},
            answers=_posted(offer),
            portfolio_id=portfolio_id,
        )
    problems = summary_of(errors or {}) + summary_at(wrong or {})
    shown = render(
        "asking/form.html",
        current="dossiers",
        title=_("Ask feedback"),
        portfolio_id=portfolio_id,
        offers=offers,
        offer=offer,
        chips=[
            {
                "label": one["title"],
                "href": url_for("asking.form", portfolio_id=portfolio_id, form_key=one["form_key"]),
                "current": one is offer,
            }
            for one in offers
        ],
        page=page,
        on_device=bool(offer and device_stages(definition_by(offer["hash"]))),
        people=_choices(people["people"], recent["assessors"]),
        today=times.today().isoformat(),
        errors=problems,
        somebody_new=_whom() == "email",
        wrong=wrong or {},
        fault=fault,
    )
    return make_response(shown, 422 if problems else fault.status if fault else 200)


def _askable(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Forms that ask somebody, each with the dossier it is kept in."""
    return [
        {
            **offer,
            "title": wording(offer["title"], g.language),
            "dossier_key": dossier["key"],
            "dossier": wording(dossier["title"], g.language),
        }
        for dossier in found["dossiers"]
        for offer in dossier["forms"]
        if offer.get("asks")
    ]


def _choices(people: list[dict[str, Any]], recent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whom to ask in one tap: asked before, then own trainers and teachers."""
    shown: list[dict[str, Any]] = []
    seen: set[str] = set()
    names = accounts_client.names_of(one.get("person_id") for one in recent)
    for one in recent[:5]:
        key = str(one.get("person_id") or one["participant_key"])
        known = names.get(str(one.get("person_id")), {}).get("name")
        seen.add(key)
        shown.append(
            {
                "value": f"person:{key}" if one.get("person_id") else f"again:{key}",
                "label": known or one.get("name") or one.get("email_hint"),
                "note": _("asked before"),
            }
        )
    shown += [
        {"value": f"person:{one['person_id']}", "label": one["name"], "note": ""}
        for one in people
        if str(one["person_id"]) not in seen
    ]
    return shown


def _posted(offer: dict[str, Any]) -> dict[str, Any]:
    if request.method != "POST":
        return {}
    page = blank_page(offer["hash"], errors={}, answers={})
    return answers_from_form(page.document, page.items, request.form)


@blueprint.post("/<uuid:portfolio_id>")
def send(portfolio_id: UUID) -> Any:
    me = signed_in()
    offers = _askable(ask(portfolio.DOSSIERS, portfolio_id=portfolio_id))
    offer = next((o for o in offers if o["form_key"] == request.form.get("form_key")), None)
    on_device = request.form.get("action") == "device"
    assessor = None if on_device else _assessor(portfolio_id)
    if offer is None or (assessor is None and not on_device):
        return _page(portfolio_id, wrong=_nobody())
    try:
        reply = ask(
            portfolio.ASK_FEEDBACK,
            portfolio_id=portfolio_id,
            form_key=offer["form_key"],
            dossier_key=offer["dossier_key"],
            assessor=assessor,
            on_device=on_device,
            context=context_of_form(),
            answers=_posted(offer),
            message=request.form.get("message", "").strip(),
            language=request.form.get("language") or me["language"],
            again=request.form.get("again") == "true",
        )
    except portfolio.AnswersIncomplete as fault:
        return _page(portfolio_id, errors=error_messages(fault.errors, _posted(offer)))
    except (portfolio.AlreadyAsked, portfolio.OwnAddress) as fault:
        return _page(portfolio_id, fault=fault, wrong={_whom(): sentence_of(fault)})
    except InvalidRequest as fault:
        return _page(portfolio_id, wrong=wrong_fields(fault, *FIELDS))
    if on_device:
        stage = device_stages(definition_by(offer["hash"]))[0]
        place = url_for("on_device.show", record_id=reply["record_id"], stage=stage)
        return redirect(place)
    flash(_("Asked: %(who)s. You will see here when it is answered.", who=reply["sent_to"]))
    return redirect(url_for("dossiers.own"))


def _whom() -> str:
    """The field that says who is asked: the address stands on the page for somebody new only."""
    who, email = request.form.get("who"), request.form.get("email")
    return "email" if who == "new" or (email and not who) else "who"


def _nobody() -> dict[str, str]:
    if _whom() == "email":
        return {"email": _("Fill in an e-mail address, such as name@example.org.")}
    return {"who": _("Choose somebody, or fill in an e-mail address.")}


def _asked_before(portfolio_id: UUID, key: str) -> dict[str, Any] | None:
    """Somebody without an account who was asked before, with the address typed then."""
    for one in ask(portfolio.RECENT_ASSESSORS, portfolio_id=portfolio_id)["assessors"]:
        if str(one["participant_key"]) == key and one.get("email"):
            return {"email": one["email"], "name": one.get("name")}
    return None


def _assessor(portfolio_id: UUID) -> dict[str, Any] | None:
    """Whom the person chose: somebody known, or a new address with a name."""
    kind, _colon, value = request.form.get("who", "").partition(":")
    email = request.form.get("email", "").strip()
    if kind == "person":
        return {"person_id": value}
    if kind == "again":
        return _asked_before(portfolio_id, value)
    if "@" not in email:
        return None
    return {
        "email": email,
        "name": request.form.get("name", "").strip() or None,
        "role_title": request.form.get("role_title", "").strip() or None,
    }
