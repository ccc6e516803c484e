"""My account: who I am here, how to reach me, language, and in which institution I act."""

from __future__ import annotations

import zoneinfo
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.identity import cookies
from gateway.web.page import home_path, render, role_name, signed_in
from gateway.web.paths import own_path
from gateway.wording import sentence_of
from libs.contracts import accounts
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest

blueprint = Blueprint("account", __name__, url_prefix="/account")


def tabs(current: str) -> list[dict[str, Any]]:
    """The pages of the account."""
    pages = [
        ("me", _("Me"), url_for("account.mine")),
        ("password", _("Password"), url_for("account_access.password")),
        ("sessions", _("Devices"), url_for("account_access.sessions")),
        ("messages", _("Messages"), url_for("account_messages.preferences")),
    ]
    return [{"label": label, "href": href, "current": key == current} for key, label, href in pages]


@blueprint.get("")
def mine() -> Any:
    signed_in()
    return _page()


def _page(error: str = "", email: str = "") -> Any:
    me = ask(accounts.MY_ACCOUNT)
    page = render(
        "account/mine.html",
        title=_("My account"),
        tabs=tabs("me"),
        account=me,
        role_words=", ".join(role_name(role) for role in me["roles"]),
        single_sign_on=me["sign_on"] == "sso",
        memberships=[
            one | {"role_words": ", ".join(role_name(role) for role in one["roles"])}
            for one in me["memberships"]
        ],
        timezones=_timezones(me["timezone"]),
        error=error,
        email=email,
    )
    return make_response(page, 422 if error else 200)


def _timezones(current: str) -> list[dict[str, str]]:
    """Places with their time, the own one among them whatever it is."""
    known = zoneinfo.available_timezones()
    places = {name for name in known if name.startswith(("Europe/", "America/", "Atlantic/"))}
    return [
        {"value": name, "label": _place(name)} for name in sorted(places | {current}, key=_place)
    ]


def _place(name: str) -> str:
    """`Europe/Amsterdam` -> `Amsterdam (Europe)`."""
    area, _slash, place = name.replace("_", " ").partition("/")
    return f"{place} ({area})" if place else area


@blueprint.post("/email")
def change_email() -> Any:
    """Ask for another address; it counts once the link mailed to it is opened."""
    signed_in()
    email = request.form.get("email", "").strip()
    if "@" not in email:
        return _page(_("Fill in an e-mail address, such as name@example.org."), email)
    try:
        reply = ask(accounts.ASK_EMAIL_CHANGE, email=email)
    except InvalidRequest:
        return _page(_("Fill in an e-mail address, such as name@example.org."), email)
    except Fault as fault:
        if fault.status >= 500:
            raise
        return _page(sentence_of(fault), email)
    flash(_("Open the link in the mail we sent to %(address)s.", address=reply["sent_to"]))
    return redirect(url_for("account.mine"))


@blueprint.post("/language")
def change_language() -> Any:
    """Language of pages and mails, and the time zone times are shown in."""
    signed_in()
    language = request.form.get("language", "")
    if language not in accounts.LANGUAGES:
        language = g.language
    ask(
        accounts.CHANGE_MY_ACCOUNT,
        language=language,
        timezone=request.form.get("timezone") or "Europe/Amsterdam",
    )
    accounts_client.forget_session(g.session_token)
    flash(_("Saved."))
    response = make_response(redirect(url_for("account.mine")))
    cookies.write(response, cookies.LANGUAGE, language, max_age=cookies.YEAR_S)
    return response


@blueprint.post("/membership")
def choose_membership() -> Any:
    """Act in another institution from now on, in this session."""
    signed_in()
    reply = ask(accounts.CHOOSE_MEMBERSHIP, membership_id=request.form.get("membership_id", ""))
    accounts_client.forget_session(g.session_token)
    g.me = reply["me"]
    flash(_("You are at %(institution)s now.", institution=reply["me"]["institution_name"]))
    return redirect(own_path(request.form.get("next")) or home_path())
