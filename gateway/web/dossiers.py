"""Dossiers: where a learner lands. What waits, whom they asked, and all forms by dossier."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients.bus import ask
from gateway.web import cards, times
from gateway.web.errors import is_fragment
from gateway.web.page import render, role_name, signed_in
from gateway.wording import sentence_of
from libs.contracts import portfolio
from libs.contracts.faults import NotFound

blueprint = Blueprint("dossiers", __name__)


@blueprint.get("/dossiers")
def own() -> Any:
    """The learner's start page."""
    me = signed_in()
    home = ask(portfolio.HOME)
    mine = next((one for one in home["portfolios"] if one.get("own", True)), None)
    if mine is None:
        return render("dossiers/none.html", current="dossiers", title=_("Dossiers"))
    found = ask(portfolio.DOSSIERS, portfolio_id=mine["portfolio_id"])
    shown = [record for dossier in found["dossiers"] for record in dossier["records"]]
    failed = cards.failed_mails(home["asked"])
    names = cards.names_in(cards=shown, requests=home["asked"], tasks=home["waiting"])
    return render(
        "dossiers/own.html",
        current="dossiers",
        title=_("Dossiers"),
        first_name=me["given_name"],
        portfolio=mine,
        waiting=[cards.task_row(task, names) for task in home["waiting"]],
        asked=[cards.request_row(one, names, failed) for one in home["asked"]],
        dossiers=[_dossier(one, names) for one in found["dossiers"]],
        first_steps=not shown,
        today=times.today().isoformat(),
        live_topics=[f"portfolio:{mine['portfolio_id']}"],
    )


def _dossier(dossier: dict[str, Any], names: cards.Names) -> dict[str, Any]:
    return {
        **dossier,
        "cards": [cards.record_card(record, names) for record in dossier["records"]],
        "startable": [form for form in dossier["forms"] if form.get("may_start")],
        "askable": [form for form in dossier["forms"] if form.get("asks")],
    }


@blueprint.get("/portfolios/<uuid:portfolio_id>/records")
def records(portfolio_id: UUID) -> Any:
    """All records of a portfolio, or of one dossier; `q` searches titles, places and texts."""
    signed_in()
    page = ask(
        portfolio.RECORDS,
        portfolio_id=portfolio_id,
        dossier_key=request.args.get("dossier") or None,
        search=request.args.get("q", "").strip(),
        cursor=request.args.get("cursor") or None,
    )
    names = cards.names_in(cards=page["records"])
    kept = {key: value for key, value in request.args.items() if key != "cursor"}
    more = {**kept, "cursor": page["next"]}
    return render(
        "dossiers/records_page.html"
        if is_fragment() and "cursor" in request.args
        else "dossiers/records.html",
        current="dossiers",
        title=_("Forms"),
        portfolio_id=portfolio_id,
        search=request.args.get("q", ""),
        dossier=request.args.get("dossier", ""),
        cards=[cards.record_card(record, names) for record in page["records"]],
        next_href=url_for("dossiers.records", portfolio_id=portfolio_id, **more)
        if page["next"]
        else None,
    )


@blueprint.post("/portfolios/<uuid:portfolio_id>/start")
def start(portfolio_id: UUID) -> Any:
    """Start a form oneself and go on filling it in."""
    me = signed_in()
    try:
        reply = ask(
            portfolio.START_RECORD,
            portfolio_id=portfolio_id,
            form_key=request.form.get("form_key", ""),
            dossier_key=request.form.get("dossier_key") or None,
            context=context_of_form(),
            language=me["language"],
        )
    except portfolio.NotNow as fault:
        flash(_why_not(fault), "error")
        return redirect(_came_from())
    return redirect(url_for("records.show", record_id=reply["record_id"]))


def _why_not(fault: portfolio.NotNow) -> str:
    """Why a form cannot be started now, and who can change that."""
    if fault.params.get("code") != "nobody_in_role":
        return sentence_of(fault)
    return str(
        _(
            "This form also needs somebody in the role of %(role)s. "
            "Ask your administrator to link that person first.",
            role=role_name(str(fault.params.get("role", ""))).lower(),
        )
    )


def _came_from() -> str:
    """The page of the learner where staff started it, else the own dossiers."""
    wanted = request.form.get("back", "")
    return wanted if wanted.startswith("/learners/") else url_for("dossiers.own")


def context_of_form() -> dict[str, Any]:
    """The encounter as posted: a day (today by default), and a period or place where asked."""
    today = times.today().isoformat()
    context = {"encounter_date": request.form.get("encounter_date") or today}
    for name in ("period_from", "period_to", "place"):
        if request.form.get(name):
            context[name] = request.form[name]
    return context


@blueprint.post("/requests/<uuid:request_id>/<action>")
def change_request(request_id: UUID, action: str) -> Any:
    """Remind or withdraw."""
    signed_in()
    if action == "remind":
        ask(portfolio.REMIND, request_id=request_id)
        flash(_("A reminder is on its way."))
    elif action == "withdraw":
        ask(portfolio.WITHDRAW_REQUEST, request_id=request_id)
        flash(_("The request is withdrawn; its link no longer works."))
    else:
        raise NotFound()
    return redirect(url_for("dossiers.own"))
