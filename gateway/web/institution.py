"""What an administrator settles about the institution: its name, who helps, the rules of log-in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from gateway.clients.bus import ask
from gateway.web.people import administrator, fields, page_with_errors
from gateway.web.template_filters import words
from libs.contracts import accounts
from libs.contracts.base import Fault

blueprint = Blueprint("institution", __name__, url_prefix="/institution")

CONTACT = ("name", "role", "email", "phone", "opening_hours")
PROBLEMS = {
    "name": _l("Fill in the name of the institution."),
    "short_name": _l("Fill in a short name of at most 60 characters."),
    "contact_name": _l("Fill in the name of a person or a desk."),
    "contact_email": _l("Fill in an e-mail address, such as name@example.org."),
    "failures_allowed": _l("Fill in a number from 1 to 20."),
    "user_name_scheme": _l("Use at most 40 characters."),
}


@blueprint.get("/contact")
def contact() -> Any:
    administrator()
    known = ask(accounts.INSTITUTION)
    helper = {f"contact_{key}": words(known["contact"].get(key), g.language) for key in CONTACT}
    return _page("contact", {}, {**known, **helper})


@blueprint.post("/contact")
def save_contact() -> Any:
    administrator()
    texts = fields("name", "short_name", *(f"contact_{key}" for key in CONTACT))
    helper = {key: texts[f"contact_{key}"] for key in CONTACT}
    return _save(
        "contact",
        texts,
        {"name": texts["name"], "short_name": texts["short_name"], "contact": helper},
    )


@blueprint.get("/sign-in")
def sign_in() -> Any:
    administrator()
    return _page("sign_in", {}, ask(accounts.INSTITUTION))


@blueprint.post("/sign-in")
def save_sign_in() -> Any:
    administrator()
    texts: dict[str, Any] = fields("password_profile", "failures_allowed", "user_name_scheme")
    texts["reset_unblocks"] = "reset_unblocks" in request.form
    return _save("sign_in", texts, texts)


def _save(page: str, shown: dict[str, Any], changed: dict[str, Any]) -> Any:
    try:
        ask(accounts.CHANGE_INSTITUTION, **changed)
    except Fault as fault:
        errors = _problems(fault)
        if not errors:
            raise
        return _page(page, errors, shown)
    flash(_("Saved."))
    return redirect(url_for("setup.show", of="institution"))


def _problems(fault: Fault) -> dict[str, str]:
    """What is wrong by field of the page; {} for refusals that no field explains."""
    found: dict[str, str] = {}
    for field, wrong in fault.errors.items():
        inner = wrong if isinstance(wrong, dict) else {"name": wrong}
        names = [f"contact_{key}" for key in inner] if field == "contact" else [field]
        for name in names:
            found[name] = str(PROBLEMS.get(name, _("This is not filled in right.")))
    return found


def _page(page: str, errors: dict[str, str], values: dict[str, Any]) -> Any:
    titles = {"contact": _("Name, and who helps"), "sign_in": _("Rules for log-in")}
    return page_with_errors(
        f"setup/{page}.html",
        errors,
        title=titles[page],
        values=values,
        profiles=_profiles(),
    )


def _profiles() -> list[dict[str, str]]:
    return [
        {
            "value": "classic",
            "label": _("12 signs of several sorts"),
            "description": _("With a capital, a digit and a special character."),
        },
        {
            "value": "modern",
            "label": _("15 signs of any sort"),
            "description": _("Longer, but a sentence will do; this is the newer advice."),
        },
    ]
