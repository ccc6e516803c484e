"""Logging in and out, and setting a password by the link of a mail."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, flash, g, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.identity import cookies, principals
from gateway.web.page import home_path, render
from gateway.web.password_list import broken_by, checked, live_rules
from gateway.web.paths import own_path
from gateway.web.wrong_fields import summary_at, wrong_fields
from gateway.wording import sentence_of
from libs.contracts import accounts
from libs.contracts.base import Fault
from libs.contracts.faults import InvalidRequest

blueprint = Blueprint("sign_in", __name__)


@blueprint.before_request
def refuse_cut_links() -> None:
    """A link that a mail program broke in two is one that nobody was mailed."""
    token = (request.view_args or {}).get("token")
    if token is not None and not accounts.is_token(token):
        raise accounts.LinkEnded(state="ended")


@blueprint.get("/")
def start() -> BaseResponse:
    """The front door: the own start page, or the log-in."""
    return redirect(home_path() if g.me else url_for("sign_in.form"))


@blueprint.get("/sign-in")
def form() -> Any:
    if g.me is not None:
        return redirect(_next_path())
    return _form()


def _form(fault: Fault | None = None) -> Any:
    """The log-in page; after a refusal with the sentence and, when blocked, the way out."""
    page = render(
        "sign_in/form.html",
        title=_("Log in"),
        fault=fault,
        user_name=request.form.get("user_name", ""),
        next_path=request.values.get("next", ""),
        ended=g.get("session_ended", False),
    )
    return make_response(page, fault.status if fault is not None else 200)


@blueprint.post("/sign-in")
def sign_in() -> Any:
    """Log in. The device shows that it was here before: its owner does not wait after wrong
    passwords of others, and is told of a block or of the tries that are left."""
    device = cookies.read(cookies.DEVICE) or secrets.token_urlsafe(32)
    try:
        reply = ask(
            accounts.SIGN_IN,
            user_name=request.form.get("user_name", "").strip(),
            password=request.form.get("password", ""),
            device_token=device,
        )
    except (accounts.SignInRefused, accounts.AccountBlocked) as fault:
        return _form(fault)
    response = _enter(reply, _next_path)
    cookies.write(response, cookies.DEVICE, device, max_age=cookies.YEAR_S)
    return response


def _enter(reply: dict[str, Any], where: Any) -> Response:
    """Begin the session: cookie, and the page the person came for."""
    g.me = reply["me"]
    g.principal = principals.of_person(reply["me"])
    response = make_response(redirect(where()))
    cookies.write(response, cookies.SESSION, reply["session_token"])
    cookies.erase(response, cookies.LINK)
    return response


def _next_path() -> str:
    """Where to go after the log-in: a path of ours, never another site."""
    return own_path(request.values.get("next")) or home_path()


@blueprint.post("/sign-out")
def sign_out() -> Any:
    if g.me is not None:
        accounts_client.forget_session(g.session_token)
        ask(accounts.SIGN_OUT, session_token=g.session_token)
    response = make_response(redirect(url_for("sign_in.form")))
    cookies.erase(response, cookies.SESSION)
    flash(_("You are logged out."))
    return response


@blueprint.get("/password")
def ask_link() -> Any:
    """First log-in and forgotten password alike: user name and address, then a mail."""
    return render("sign_in/ask_link.html", title=_("Set your password"), errors=[])


@blueprint.post("/password")
def send_link() -> Any:
    user_name = request.form.get("user_name", "").strip()
    email = request.form.get("email", "").strip()
    wrong = {}
    if not user_name:
        wrong["user_name"] = _("Fill in your user name.")
    if "@" not in email:
        wrong["email"] = _("Fill in your e-mail address.")
    if wrong:
        return _ask_link_again(wrong)
    try:
        ask(accounts.ASK_PASSWORD_LINK, user_name=user_name, email=email)
    except InvalidRequest as fault:
        return _ask_link_again(wrong_fields(fault, "user_name", "email"))
    return render("sign_in/link_sent.html", title=_("Look in your mailbox"), email=email)


def _ask_link_again(wrong: dict[str, str]) -> Any:
    page = render(
        "sign_in/ask_link.html",
        title=_("Set your password"),
        errors=summary_at(wrong),
        wrong=wrong,
        user_name=request.form.get("user_name", ""),
        email=request.form.get("email", ""),
    )
    return make_response(page, 422)


@blueprint.get("/password/<token>")
def open_link(token: str) -> Any:
    """Shows what the link is for; looking at it, as mail scanners do, changes nothing."""
    link = ask(accounts.OPEN_PASSWORD_LINK, token=token)
    if link["state"] != "valid":
        page = render("sign_in/link_ended.html", title=_("This link no longer works"), link=link)
        return make_response(page, 410)
    return _password_page(token, link)


def _password_page(token: str, link: dict[str, Any], fault: Fault | None = None) -> Any:
    errors = []
    if fault is not None:
        errors.append({"id": "password", "text": sentence_of(fault)})
    elif request.method == "POST":
        errors.append({"id": "again", "text": _("The two passwords are not the same.")})
    page = render(
        "sign_in/set_password.html",
        title=_("Set your password"),
        token=token,
        link=link,
        rules=live_rules(link["rules"], g.language, broken_by(fault)),
        errors=errors,
    )
    return make_response(page, 422 if errors else 200)


@blueprint.post("/password/<token>/check")
def check_password(token: str) -> Any:
    """What the list under the field cannot judge by itself, while somebody types."""
    return checked(token)


@blueprint.post("/password/<token>")
def set_password(token: str) -> Any:
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        return _password_page(token, ask(accounts.OPEN_PASSWORD_LINK, token=token))
    try:
        reply = ask(accounts.SET_PASSWORD, token=token, password=password)
    except accounts.PasswordRefused as fault:
        return _password_page(token, ask(accounts.OPEN_PASSWORD_LINK, token=token), fault)
    except accounts.LinkEnded:
        return open_link(token)
    return _enter(reply, home_path)


@blueprint.get("/email/<token>")
def open_email_link(token: str) -> Any:
    """A button, so that only a person confirms."""
    return render("sign_in/confirm_email.html", title=_("New e-mail address"), token=token)


@blueprint.post("/email/<token>")
def confirm_email(token: str) -> Any:
    ask(accounts.CONFIRM_EMAIL_CHANGE, token=token)
    accounts_client.forget_all_sessions()
    flash(_("Your new e-mail address is in use now."))
    return redirect(url_for("sign_in.start"))
