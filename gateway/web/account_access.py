"""My account: the password, and where I am logged in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask, ask_all
from gateway.web.account import tabs
from gateway.web.page import render, signed_in
from gateway.web.password_list import broken_by, checked, live_rules
from gateway.wording import sentence_of
from libs.contracts import accounts
from libs.contracts.base import Fault

blueprint = Blueprint("account_access", __name__, url_prefix="/account")

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@blueprint.get("/password")
def password() -> Any:
    signed_in()
    return _password_page({})


def _password_page(errors: Mapping[str, str], fault: Fault | None = None) -> Any:
    account, found = ask_all((accounts.MY_ACCOUNT, {}), (accounts.PASSWORD_RULES, {}))
    page = render(
        "account/password.html",
        title=_("Password"),
        tabs=tabs("password"),
        account=account,
        single_sign_on=account["sign_on"] == "sso",
        rules=live_rules(found["rules"], g.language, broken_by(fault)),
        errors=errors,
        summary=[{"id": field, "text": text} for field, text in errors.items()],
    )
    return make_response(page, 422 if errors else 200)


@blueprint.post("/password/check")
def check_password() -> Any:
    """What the list under the field cannot judge by itself, while somebody types."""
    signed_in()
    return checked(None)


@blueprint.post("/password")
def change_password() -> Any:
    signed_in()
    old, new = request.form.get("old_password", ""), request.form.get("password", "")
    if not old:
        return _password_page({"old_password": _("Fill in your present password.")})
    if new != request.form.get("again", ""):
        return _password_page({"again": _("The two passwords are not the same.")})
    try:
        ask(
            accounts.CHANGE_PASSWORD,
            old_password=old,
            new_password=new,
            end_other_sessions="end_other_sessions" in request.form,
        )
    except Fault as fault:
        if fault.status >= 500:
            raise
        return _password_page(_password_errors(fault), fault)
    flash(_("Your new password is in use now."))
    return redirect(url_for("account.mine"))


def _password_errors(fault: Fault) -> dict[str, str]:
    """A wrong old password is said at that field, with the tries that are left."""
    wrong_old = "old_password" in fault.params.get("broken", ()) or isinstance(
        fault, accounts.SignInRefused
    )
    if not wrong_old:
        field = "password" if isinstance(fault, accounts.PasswordRefused) else "old_password"
        return {field: sentence_of(fault)}
    text = _("This is not your present password.")
    left = fault.params.get("tries_left")
    if left:
        text += " " + ngettext(
            "After %(num)s more try the account is blocked.",
            "After %(num)s more tries the account is blocked.",
            left,
        )
    return {"old_password": text}


@blueprint.get("/sessions")
def sessions() -> Any:
    signed_in()
    found = ask(accounts.SESSIONS)["sessions"]
    return render(
        "account/sessions.html",
        title=_("Where I am logged in"),
        tabs=tabs("sessions"),
        sessions=[one | {"device": device_words(one.get("user_agent") or "")} for one in found],
        others=sum(not one["current"] for one in found),
    )


def device_words(user_agent: str) -> str:
    """`Firefox on Windows` of what a browser says of itself."""
    browser = next((word for sign, word in _BROWSERS if sign in user_agent), "")
    device = next((word for sign, word in _DEVICES if re.search(sign, user_agent)), "")
    if browser and device:
        return str(_("%(browser)s on %(device)s", browser=browser, device=device))
    return browser or device or str(_("A device we do not recognise"))


@blueprint.post("/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> Any:
    signed_in()
    ask(accounts.END_SESSION, session_id=session_id)
    accounts_client.forget_all_sessions()
    flash(_("Logged out there."))
    return redirect(url_for("account_access.sessions"))


@blueprint.post("/sessions/end-others")
def end_other_sessions() -> Any:
    signed_in()
    ended = ask(accounts.END_OTHER_SESSIONS)["ended"]
    accounts_client.forget_all_sessions()
    flash(
        ngettext("Logged out on %(num)s device.", "Logged out on %(num)s devices.", ended)
        if ended
        else _("You were logged in nowhere else.")
    )
    return redirect(url_for("account_access.sessions"))
