"""One learner as the trainer, teacher or head of programme sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask, ask_all
from gateway.web import cards, times
from gateway.web.errors import is_fragment
from gateway.web.learners import phase_words
from gateway.web.page import MOST_SHOWN, render, signed_in
from libs.contracts import portfolio
from libs.contracts.faults import NotFound

blueprint = Blueprint("learner", __name__, url_prefix="/learners/<uuid:learner_id>")

ACCESS = {
    "supervises": _l("You are the trainer"),
    "teaches": _l("You are the teacher"),
    "coaches": _l("You are the coach"),
    "staff": _l("You see this as staff of the programme"),
}
GOAL_STATES = {
    "open": (_l("Under way"), "circle-dot", "brand"),
    "met": (_l("Reached"), "circle-check", "go"),
    "partly": (_l("Partly reached"), "circle-dot", "care"),
    "dropped": (_l("Dropped"), "circle-x", ""),
}


def about_learner(learner_id: UUID) -> dict[str, Any]:
    """What stands at the top of each of the learner's pages. Raises NotFound."""
    found = ask(portfolio.PORTFOLIO_OF, learner_id=learner_id)
    names = accounts_client.names_of([learner_id])
    person = names.get(str(learner_id), {})
    return {
        **found,
        "name": person.get("name", ""),
        "initials": person.get("initials", ""),
        "phase_words": phase_words(found["programme_key"], found.get("phase")),
        "access_words": str(ACCESS.get(found["access"], "")),
    }


def tabs_of(about: Mapping[str, Any], current: str) -> list[dict[str, Any]]:
    learner_id, portfolio_id = about["learner_id"], about["portfolio_id"]
    tabs = [
        ("overview", _("Overview"), url_for("learner.overview", learner_id=learner_id)),
        ("records", _("All forms"), url_for("learner.records", learner_id=learner_id)),
        ("plan", _("Plan"), url_for("learner_plan.show", learner_id=learner_id)),
        ("documents", _("Documents"), f"/portfolios/{portfolio_id}/documents"),
        ("dashboard", _("Dashboard"), f"/dashboard/{portfolio_id}"),
    ]
    return [{"label": label, "href": href, "current": key == current} for key, label, href in tabs]


@blueprint.get("")
def overview(learner_id: UUID) -> Any:
    signed_in()
    try:
        about = about_learner(learner_id)
    except NotFound:
        return _not_there(learner_id)
    found, goals = ask_all(
        (portfolio.DOSSIERS, {"portfolio_id": about["portfolio_id"]}),
        (portfolio.GOALS, {"portfolio_id": about["portfolio_id"], "limit": MOST_SHOWN}),
    )
    shown = [record for dossier in found["dossiers"] for record in dossier["records"]]
    names = cards.names_in(cards=shown)
    return render(
        "learners/overview.html",
        current="learners",
        title=about["name"],
        about=about,
        tabs=tabs_of(about, "overview"),
        startable=_startable(found["dossiers"]),
        dossiers=[_dossier(one, names) for one in found["dossiers"]],
        goals=[goal | {"look": GOAL_STATES.get(goal["state"])} for goal in goals["goals"]],
        live_topics=[f"portfolio:{about['portfolio_id']}"],
    )


def _not_there(learner_id: UUID) -> Any:
    """Somebody of mine without a portfolio yet; for all others there is nothing here."""
    person = accounts_client.names_of([learner_id]).get(str(learner_id))
    if person is None:
        raise NotFound()
    return render(
        "learners/no_portfolio.html",
        current="learners",
        title=person["name"],
        name=person["name"],
    )


def _startable(dossiers: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**form, "dossier_key": dossier["key"]}
        for dossier in dossiers
        for form in dossier["forms"]
        if form.get("may_start")
    ]


def _dossier(dossier: Mapping[str, Any], names: cards.Names) -> dict[str, Any]:
    return {
        **dossier,
        "cards": [cards.record_card(record, names) for record in dossier["records"]],
    }


@blueprint.get("/forms")
def records(learner_id: UUID) -> Any:
    """All forms, or those of one dossier; `q` searches titles, places and texts."""
    signed_in()
    about = about_learner(learner_id)
    found = ask(
        portfolio.RECORDS,
        portfolio_id=about["portfolio_id"],
        dossier_key=request.args.get("dossier") or None,
        search=request.args.get("q", "").strip(),
        cursor=request.args.get("cursor"),
    )
    names = cards.names_in(cards=found["records"])
    kept = {key: value for key, value in request.args.items() if key != "cursor"}
    more = {**kept, "cursor": found["next"]}
    return render(
        "dossiers/records_page.html"
        if is_fragment() and "cursor" in request.args
        else "learners/records.html",
        current="learners",
        title=about["name"],
        about=about,
        tabs=tabs_of(about, "records"),
        search=request.args.get("q", "").strip(),
        dossier=request.args.get("dossier", ""),
        cards=[cards.record_card(record, names) for record in found["records"]],
        next_href=url_for("learner.records", learner_id=learner_id, **more)
        if found["next"]
        else None,
    )


@blueprint.get("/start/<form_key>")
def start(learner_id: UUID, form_key: str) -> Any:
    """When and where it was, then on to the form."""
    signed_in()
    about = about_learner(learner_id)
    found = ask(portfolio.DOSSIERS, portfolio_id=about["portfolio_id"])
    for form in _startable(found["dossiers"]):
        if form["form_key"] == form_key:
            return render(
                "learners/start.html",
                current="learners",
                title=about["name"],
                about=about,
                form=form,
                today=times.today().isoformat(),
            )
    raise NotFound()
