"""Help and privacy, for everybody: signed in, with a link, or neither."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g
from flask_babel import gettext as _

from gateway.clients.bus import ask, principal
from gateway.web.page import render, role_name, roles
from libs.contracts import accounts
from libs.contracts.base import Fault

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
def show() -> Any:
    institution = _institution()
    return render(
        "help/help.html",
        title=_("Help"),
        layout=_layout(),
        institution=institution,
        contact=(institution or {}).get("contact") or {},
        institution_name=(institution or {}).get("name"),
        guides=_guides(),
        by_link=principal().kind == "link",
    )


@blueprint.get("/privacy")
def privacy() -> Any:
    institution = _institution()
    return render(
        "help/privacy.html",
        title=_("Privacy"),
        layout=_layout(),
        contact=(institution or {}).get("contact") or {},
        institution_name=(institution or {}).get("name"),
    )


def _layout() -> str:
    return "layouts/base.html" if g.get("me") else "layouts/plain.html"


def _institution() -> dict[str, Any] | None:
    """Who helps here; nothing while accounts does not answer: help must always open."""
    if principal().kind not in ("person", "link"):
        return None
    try:
        return ask(accounts.INSTITUTION)
    except Fault:
        return None


def _guides() -> list[dict[str, Any]]:
    """First steps for each of the reader's roles; for nobody in particular those of log-in."""
    steps = {
        "learner": _learner(),
        "trainer": _staff(),
        "teacher": _staff(),
        "coach": _staff(),
        "head": _head(),
        "committee": _head(),
        "secretary": _secretary(),
        "local_admin": _local(),
        "national_admin": _national(),
    }
    found: list[dict[str, Any]] = []
    for role in (role for role in accounts.ROLES if role in roles()):
        if not any(one["steps"] == steps[role] for one in found):
            found.append({"role": role_name(role), "steps": steps[role]})
    return found or [{"role": "", "steps": _everybody()}]


def _step(text: str, href: str = "", link: str = "") -> dict[str, str]:
    return {"text": text, "href": href, "link": link}


def _everybody() -> list[dict[str, str]]:
    return [
        _step(
            _("First time here? Ask for a link by mail and set your own password."),
            "/password",
            _("Set your password"),
        ),
        _step(_("Forgot your password, or blocked after three tries? The same link helps.")),
        _step(
            _("Got a mail that asks for feedback? Its link opens the form; you need no account.")
        ),
    ]


def _learner() -> list[dict[str, str]]:
    return [
        _step(
            _("Ask somebody who saw you at work for feedback; an e-mail address is enough."),
            "/dossiers",
            _("To my dossiers"),
        ),
        _step(_("Write down what you want to learn, and link feedback to that goal.")),
        _step(_("See how you are doing for each competency."), "/dashboard", _("To my dashboard")),
        _step(
            _("Reports you had made are kept with your documents."),
            "/documents",
            _("To my documents"),
        ),
    ]


def _staff() -> list[dict[str, str]]:
    return [
        _step(
            _("What learners ask of you stands in one list; several shifts go in one tap."),
            "/waiting",
            _("What waits for me"),
        ),
        _step(
            _("See who needs you: who is behind, silent, or waits for an answer."),
            "/learners",
            _("To my learners"),
        ),
        _step(_("What you fill in is kept while you type; send it when you are ready.")),
    ]


def _head() -> list[dict[str, str]]:
    return [
        _step(
            _("Decisions that wait for you stand on top; signing asks for a code from your mail."),
            "/waiting",
            _("What waits for me"),
        ),
        _step(_("See the whole group, those who need help first."), "/learners", _("To learners")),
    ]


def _secretary() -> list[dict[str, str]]:
    """Secretaries look, and see the group; accounts are changed by administrators."""
    return [
        _step(
            _("Look somebody up: account, dates, trainers and teachers stand on one page."),
            "/people",
            _("To people"),
        ),
        _step(_("See the whole group, those who need help first."), "/learners", _("To learners")),
    ]


def _administrator() -> list[dict[str, str]]:
    return [
        _step(
            _("Somebody cannot log in? Search the name; unblocking and a new mail are in the row."),
            "/people",
            _("To people"),
        ),
        _step(
            _("A new group? Import a list from Excel; you first see what would change."),
            "/people/import",
            _("To the import"),
        ),
        _step(_("Link trainers and teachers to learners on the page of the person.")),
    ]


def _local() -> list[dict[str, str]]:
    return [
        _step(
            _("New here? Set your institution up step by step; the page remembers where you are."),
            "/setup",
            _("To the set-up"),
        ),
        *_administrator(),
    ]


def _national() -> list[dict[str, str]]:
    return [
        _step(
            _("Choose the institution you act in; what you change belongs to that one."),
            "/people/institutions",
            _("To the institutions"),
        ),
        *_administrator(),
    ]
