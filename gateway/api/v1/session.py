"""Signing in and out, the sessions of one's own account, and what links in mails lead to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g

from gateway.api import shapes
from gateway.api.examples import session as examples
from gateway.api.examples.things import NOTHING
from gateway.api.operations import expect_key, fields_of, subject, write
from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from gateway.clients.password_checks import broken_rules
from gateway.identity.links import link_of
from libs.contracts import accounts
from libs.contracts.faults import Forbidden, NotSignedIn

blueprint = subject("Session", "", "Signing in, sessions, own account")


@blueprint.post("/session")
@blueprint.arguments(fields_of(accounts.SIGN_IN), example=examples.SIGN_IN)
@blueprint.response(200, shapes.SignedIn, example=examples.SIGNED_IN)
@blueprint.doc(security=[])
def sign_in(fields: dict[str, Any]) -> Any:
    """Sign in with user name and password."""
    return ask(accounts.SIGN_IN, **fields)


@blueprint.get("/session")
@blueprint.response(200, shapes.MeReply, example=examples.ME_REPLY)
def me() -> Any:
    """Who I am, in which institution, with which roles."""
    if g.me is None:
        raise NotSignedIn()
    return {"me": g.me}


@blueprint.delete("/session")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def sign_out() -> Any:
    """End this session."""
    if g.me is None:
        raise NotSignedIn()
    accounts_client.forget_session(g.session_token)
    return ask(accounts.SIGN_OUT, session_token=g.session_token)


@blueprint.get("/link")
@blueprint.response(200, shapes.Link, example=examples.LINK)
@blueprint.doc(security=[{"link": []}])
def link() -> Any:
    """Which record the link of a mail opens, sent as `Authorization: Link <token>`; looking changes
    nothing."""
    if g.principal.kind == "anonymous":
        raise NotSignedIn()
    if g.principal.kind != "link":
        raise Forbidden()
    return {name: one for name, one in link_of(g.link_token).items() if name != "email_hash"}


@blueprint.put("/session/membership")
@blueprint.arguments(fields_of(accounts.CHOOSE_MEMBERSHIP), example=examples.CHOOSE_MEMBERSHIP)
@blueprint.response(200, shapes.MeReply, example=examples.ME_REPLY)
def choose_membership(fields: dict[str, Any]) -> Any:
    """Act for another of my institutions in this session."""
    reply = ask(accounts.CHOOSE_MEMBERSHIP, **fields)
    accounts_client.forget_session(g.session_token)
    return reply


@blueprint.post("/session/code")
@blueprint.arguments(fields_of(accounts.ASK_CODE), example=examples.ASK_CODE)
@blueprint.response(202, shapes.CodeSent, example=examples.CODE_SENT)
def ask_code(fields: dict[str, Any]) -> Any:
    """Have a 6-digit code mailed, needed to sign a decision."""
    return write(accounts.ASK_CODE, **fields)


@blueprint.put("/session/code")
@blueprint.arguments(fields_of(accounts.CONFIRM_CODE), example=examples.CODE)
@blueprint.response(200, shapes.MeReply, example=examples.CONFIRMED)
def confirm_code(fields: dict[str, Any]) -> Any:
    """Confirm the mailed code: decisions can be signed for ten minutes."""
    reply = ask(accounts.CONFIRM_CODE, **fields)
    accounts_client.forget_session(g.session_token)
    return reply


@blueprint.get("/account")
@blueprint.response(200, shapes.Account, example=examples.ACCOUNT)
def my_account() -> Any:
    """My account, with the contact of my institution's help."""
    return ask(accounts.MY_ACCOUNT)


@blueprint.patch("/account")
@blueprint.arguments(fields_of(accounts.CHANGE_MY_ACCOUNT), example=examples.CHANGE_ACCOUNT)
@blueprint.response(200, shapes.MeReply, example=examples.ACCOUNT_CHANGED)
def change_my_account(fields: dict[str, Any]) -> Any:
    """Change my language or time zone."""
    reply = ask(accounts.CHANGE_MY_ACCOUNT, **fields)
    accounts_client.forget_session(g.session_token)
    return reply


@blueprint.put("/account/password")
@blueprint.arguments(fields_of(accounts.CHANGE_PASSWORD), example=examples.CHANGE_PASSWORD)
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def change_password(fields: dict[str, Any]) -> Any:
    """Change my password; other sessions end unless asked otherwise."""
    return ask(accounts.CHANGE_PASSWORD, **fields)


@blueprint.post("/account/email")
@blueprint.arguments(fields_of(accounts.ASK_EMAIL_CHANGE), example=examples.CHANGE_EMAIL)
@blueprint.response(202, shapes.SentTo, example=examples.SENT_TO)
def ask_email_change(fields: dict[str, Any]) -> Any:
    """Change my e-mail address; takes effect when the link mailed to it is confirmed."""
    return write(accounts.ASK_EMAIL_CHANGE, **fields)


@blueprint.put("/email")
@blueprint.arguments(fields_of(accounts.CONFIRM_EMAIL_CHANGE), example=examples.TOKEN_OF_MAIL)
@blueprint.response(200, shapes.EmailChanged, example=examples.EMAIL_CHANGED)
@blueprint.doc(security=[])
def confirm_email_change(fields: dict[str, Any]) -> Any:
    """Take a new e-mail address into use, with the token of the link that was mailed to it."""
    reply = ask(accounts.CONFIRM_EMAIL_CHANGE, **fields)
    accounts_client.forget_all_sessions()
    return reply


@blueprint.get("/account/sessions")
@blueprint.response(200, shapes.Sessions, example=examples.SESSIONS)
def sessions() -> Any:
    """Where I am signed in."""
    return ask(accounts.SESSIONS)


@blueprint.delete("/account/sessions/<uuid:session_id>")
@blueprint.response(200, shapes.Nothing, example=NOTHING)
def end_session(session_id: UUID) -> Any:
    """End one of my sessions."""
    reply = ask(accounts.END_SESSION, session_id=session_id)
    accounts_client.forget_all_sessions()
    return reply


@blueprint.delete("/account/sessions")
@blueprint.response(200, shapes.Ended, example=examples.ENDED)
def end_other_sessions() -> Any:
    """End all my sessions but this one."""
    reply = ask(accounts.END_OTHER_SESSIONS)
    accounts_client.forget_all_sessions()
    return reply


@blueprint.post("/password-links")
@blueprint.arguments(fields_of(accounts.ASK_PASSWORD_LINK), example=examples.ASK_LINK)
@blueprint.response(202, shapes.Nothing, example=NOTHING)
@blueprint.doc(security=[])
def ask_password_link(fields: dict[str, Any]) -> Any:
    """Have a link mailed to set a password; the answer is the same for unknown accounts."""
    return write(accounts.ASK_PASSWORD_LINK, **fields)


@blueprint.post("/password-links/state")
@blueprint.arguments(fields_of(accounts.OPEN_PASSWORD_LINK), example=examples.TOKEN_OF_MAIL)
@blueprint.response(200, shapes.PasswordLink, example=examples.PASSWORD_LINK)
@blueprint.doc(security=[])
def password_link(fields: dict[str, Any]) -> Any:
    """Whether the token of a mailed link still works, for whom, and what the password must meet.

    The token goes in the body, so that it stands in no address. Looking changes nothing.
    """
    return write(accounts.OPEN_PASSWORD_LINK, **fields)


@blueprint.put("/password")
@blueprint.arguments(fields_of(accounts.SET_PASSWORD), example=examples.SET_PASSWORD)
@blueprint.response(200, shapes.SignedIn, example=examples.SIGNED_IN)
@blueprint.doc(security=[])
def set_password(fields: dict[str, Any]) -> Any:
    """Set the password with the token of a mailed link; signs in."""
    return ask(accounts.SET_PASSWORD, **fields)


@blueprint.get("/password-rules")
@blueprint.response(200, shapes.PasswordRules, example=examples.RULES)
@blueprint.doc(security=[])
def password_rules() -> Any:
    """What a password must meet, rule by rule."""
    return ask(accounts.PASSWORD_RULES)


@blueprint.post("/password-checks")
@blueprint.arguments(fields_of(accounts.CHECK_PASSWORD), example=examples.CHECK_PASSWORD)
@blueprint.response(200, shapes.BrokenRules, example=examples.BROKEN_RULES)
@blueprint.doc(security=[])
def check_password(fields: dict[str, Any]) -> Any:
    """Which rules a new password would break; nothing is kept. At most 60 times a minute.

    Signed in, the rules are the caller's; with the `token` of a mailed link, those of whom it was
    mailed to.
    """
    expect_key()
    return broken_rules(fields["password"], fields["token"])
