"""Setting up an institution or a network, step by step; where one is follows from what is there."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import setup as setup_client
from gateway.clients.bus import ask
from gateway.web.page import render, roles
from gateway.web.people import administrator
from gateway.web.setup_words import step_words
from libs.contracts import accounts
from libs.contracts.base import Fault
from libs.contracts.faults import NotFound

blueprint = Blueprint("setup", __name__, url_prefix="/setup")


def _of() -> str:
    """Which of the two is looked at; a national administrator begins with the network."""
    asked = request.values.get("of")
    if asked in accounts.SETUP_STEPS:
        return str(asked)
    return "network" if _has_network() else "institution"


def _has_network() -> bool:
    return "national_admin" in roles() and bool(administrator()["network_id"])


@blueprint.get("")
def show() -> Any:
    administrator()
    state = setup_client.progress(_of())
    steps = [step_words(one, state) for one in state["steps"]]
    return render(
        "setup/page.html",
        current="people",
        title=_("Set up %(name)s", name=state["name"]),
        state=state,
        steps=steps,
        done=sum(one["state"] == "done" for one in steps),
        tabs=_tabs(state["of"]) if _has_network() else [],
    )


def _tabs(current: str) -> list[dict[str, Any]]:
    labels = {"network": _("The network"), "institution": _("This institution")}
    return [
        {"label": label, "href": url_for("setup.show", of=of), "current": of == current}
        for of, label in labels.items()
    ]


@blueprint.get("/begin")
def begin() -> Any:
    """Where administrators land: here until everything is set up or put away, then people."""
    administrator()
    return redirect(url_for("setup.show") if _is_wanted(_of()) else url_for("people.search"))


def _is_wanted(of: str) -> bool:
    """Nobody is kept from their work by a set-up that cannot be read just now."""
    try:
        if ask(accounts.SETUP, of=of)["is_put_away"]:
            return False
        return not setup_client.progress(of)["is_finished"]
    except Fault:
        return False


@blueprint.post("/steps/<step>")
def skip(step: str) -> Any:
    """Skip a step for now, or take it up again."""
    administrator()
    of, is_skipped = _of(), request.form.get("is_skipped") == "true"
    if step not in accounts.SETUP_STEPS[of]:
        raise NotFound()
    ask(accounts.REMEMBER_SETUP, of=of, step=step, is_skipped=is_skipped)
    return redirect(url_for("setup.show", of=of, _anchor=f"step-{step}"))


@blueprint.post("/put-away")
def put_away() -> Any:
    """Show this after log-in no more, or again."""
    administrator()
    of, away = _of(), request.form.get("is_put_away") == "true"
    ask(accounts.REMEMBER_SETUP, of=of, is_put_away=away)
    if not away:
        return redirect(url_for("setup.show", of=of))
    flash(_("Put away. You find it again under People, at “Set-up”."))
    return redirect(url_for("people.search"))
