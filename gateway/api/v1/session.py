"""Signing in and out, and the sessions of one's own account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g

from gateway.api import shapes
from gateway.api.operations import fields_of, subject, write
from gateway.clients import accounts as accounts_client
from gateway.clients.bus import ask
from libs.contracts import accounts
from libs.contracts.faults import NotSignedIn

blueprint = subject("Session", "", "Signing in, sessions, own account")


@blueprint.post("/session")
@blueprint.arguments(fields_of(accounts.SIGN_IN))
@blueprint.response(200, shapes.SignedIn)
@blueprint.doc(security=[])
def sign_in(fields: dict[str, Any]) -> Any:
    """Sign in with user name and password."""
    return ask(accounts.SIGN_IN, **fields)


@blueprint.get("/session")
@blueprint.response(200, shapes.MeReply)
def me() -> Any:
    """Who I am, in which institution, with which roles."""
    if g.me is None:
        raise NotSignedIn()
    return {"me": g.me}


@blueprint.delete("/session")
@blueprint.response(200, shapes.Nothing)
def sign_out() -> Any:
    """End this session."""
    if g.me is None:
        raise NotSignedIn()
    accounts_client.forget_session(g.session_token)
    return ask(accounts.SIGN_OUT, session_token=g.session_token)


@blueprint.put("/session/membership")
@blueprint.arguments(fields_of(accounts.CHOOSE_MEMBERSHIP))
@blueprint.response(200, shapes.MeReply)
def choose_membership(fields: dict[str, Any]) -> Any:
    """Act for another of my institutions in this session."""
    reply = ask(accounts.CHOOSE_MEMBERSHIP, **fields)
    accounts_client.forget_session(g.session_token)
    return reply


@blueprint.post("/session/code")
@blueprint.arguments(fields_of(accounts.ASK_CODE))
@blueprint.response(202, shapes.CodeSent)
def ask_code(fields: dict[str, Any]) -> Any:
    """Have a 6-digit code mailed, needed to sign a decision."""
    return write(accounts.ASK_CODE, **fields)


@blueprint.put("/session/code")
@blueprint.arguments(fields_of(accounts.CONFIRM_CODE))
@blueprint.response(200, shapes.MeReply)
def confirm_code(fields: dict[str, Any]) -> Any:
    """Confirm the mailed code: decisions can be signed for ten minutes."""
    reply = ask(accounts.CONFIRM_CODE, **fields)
    accounts_client.forget_session(g.session_token)
    return reply


@blueprint.get("/account")
@blueprint.response(200, shapes.Account)
def my_account() -> Any:
    """My account, with the contact of my institution's help."""
    return ask(accounts.MY_ACCOUNT)


@blueprint.patch("/account")
@blueprint.arguments(fields_of(accounts.CHANGE_MY_ACCOUNT))
@blueprint.response(200, shapes.MeReply)
def change_my_account(fields: dict[str, Any]) -> Any:
    """Change my language or time zone."""
    reply = ask(accounts.CHANGE_MY_ACCOUNT, **fields)
    accounts_client.forget_session(g.session_token)
    return reply


@blueprint.put("/account/password")
@blueprint.arguments(fields_of(accounts.CHANGE_PASSWORD))
@blueprint.response(200, shapes.Nothing)
def change_password(fields: dict[str, Any]) -> Any:
    """Change my password; other sessions end unless asked otherwise."""
    return ask(accounts.CHANGE_PASSWORD, **fields)


@blueprint.post("/account/email")
@blueprint.arguments(fields_of(accounts.ASK_EMAIL_CHANGE))
@blueprint.response(202, shapes.SentTo)
def ask_email_change(fields: dict[str, Any]) -> Any:
    """Change my e-mail address; takes effect when the link mailed to it is confirmed."""
    return write(accounts.ASK_EMAIL_CHANGE, **fields)


@blueprint.get("/account/sessions")
@blueprint.response(200, shapes.Sessions)
def sessions() -> Any:
    """Where I am signed in."""
    return ask(accounts.SESSIONS)


@blueprint.delete("/account/sessions/<uuid:session_id>")
@blueprint.response(200, shapes.Nothing)
def end_session(session_id: UUID) -> Any:
    """End one of my sessions."""
    reply = ask(accounts.END_SESSION, session_id=session_id)
    accounts_client.forget_all_sessions()
    return reply


@blueprint.delete("/account/sessions")
@blueprint.response(200, shapes.Ended)
def end_other_sessions() -> Any:
    """End all my sessions but this one."""
    reply = ask(accounts.END_OTHER_SESSIONS)
    accounts_client.forget_all_sessions()
    return reply


@blueprint.post("/password-links")
@blueprint.arguments(fields_of(accounts.ASK_PASSWORD_LINK))
@blueprint.response(202, shapes.Nothing)
@blueprint.doc(security=[])
def ask_password_link(fields: dict[str, Any]) -> Any:
    """Have a link mailed to set a password; the answer is the same for unknown accounts."""
    return write(accounts.ASK_PASSWORD_LINK, **fields)


@blueprint.put("/password")
@blueprint.arguments(fields_of(accounts.SET_PASSWORD))
@blueprint.response(200, shapes.SignedIn)
@blueprint.doc(security=[])
def set_password(fields: dict[str, Any]) -> Any:
    """Set the password with the token of a mailed link; signs in."""
    return ask(accounts.SET_PASSWORD, **fields)


@blueprint.get("/password-rules")
@blueprint.response(200, shapes.PasswordRules)
@blueprint.doc(security=[])
def password_rules() -> Any:
    """What a password must meet, rule by rule."""
    return ask(accounts.PASSWORD_RULES)
