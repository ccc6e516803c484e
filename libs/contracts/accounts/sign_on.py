"""Signing on: sessions, passwords, codes, one's own account."""

from __future__ import annotations

from marshmallow import fields, validate

from libs.contracts.base import Method, RequestSchema

from .terms import ANYONE, LANGUAGES, SHORT, TOKEN


class SignIn(RequestSchema):
    """Log in with a password. `device_token` recognises a device that signed in before."""

    user_name = fields.String(required=True, validate=SHORT)
    password = fields.String(required=True, validate=validate.Length(max=300))
    device_token = fields.String(load_default=None, allow_none=True, validate=SHORT)


# -> {session_token, me: Me}; faults SignInRefused and, on a known device, AccountBlocked
SIGN_IN = Method("accounts", "sign_in", SignIn, kinds=ANYONE)


class SessionToken(RequestSchema):
    session_token = fields.String(required=True, validate=TOKEN)


class ResumeSession(SessionToken):
    """`by_itself`: an open page asks, nobody did anything; the idle clock runs on."""

    by_itself = fields.Boolean(load_default=False)


# -> {me: Me}; fault NotSignedIn. Touches the idle clock at most once a minute.
RESUME_SESSION = Method("accounts", "resume_session", ResumeSession, kinds=ANYONE)
SIGN_OUT = Method("accounts", "sign_out", SessionToken, kinds=ANYONE)  # -> {}

# -> {sessions: [{id, started_at, last_seen_at, user_agent, network_address, current}]}
SESSIONS = Method("accounts", "sessions")


class EndSession(RequestSchema):
    session_id = fields.UUID(required=True)


END_SESSION = Method("accounts", "end_session", EndSession)  # -> {}
END_OTHER_SESSIONS = Method("accounts", "end_other_sessions")  # -> {ended: int}


class ChooseMembership(RequestSchema):
    membership_id = fields.UUID(required=True)


# Act for another institution in this session -> {me: Me}
CHOOSE_MEMBERSHIP = Method("accounts", "choose_membership", ChooseMembership)


class AskPasswordLink(RequestSchema):
    user_name = fields.String(required=True, validate=SHORT)
    email = fields.Email(required=True)


# First log-in ("set password") and "forgot password" alike; the answer never tells whether the
# account exists -> {}
ASK_PASSWORD_LINK = Method("accounts", "ask_password_link", AskPasswordLink, kinds=ANYONE)


class LinkToken(RequestSchema):
    token = fields.String(required=True, validate=TOKEN)


# Looks, changes nothing -> {state: valid | expired | used, purpose: activation | reset | email,
# user_name, rules: [Rule]} ; fault LinkEnded for a token nobody was mailed
# Rule = {key, text: {en, nl}, check: {min_length: int} | {pattern: regular expression (flag u)} |
# {absent: [lower-case words]} | None}: a page ticks a rule live by its check
OPEN_PASSWORD_LINK = Method("accounts", "open_password_link", LinkToken, kinds=ANYONE)


class SetPassword(RequestSchema):
    token = fields.String(required=True, validate=TOKEN)
    password = fields.String(required=True, validate=validate.Length(max=300))


# Consumes the link and signs in -> {session_token, me: Me}; faults PasswordRefused, LinkEnded
SET_PASSWORD = Method("accounts", "set_password", SetPassword, kinds=ANYONE)


class ChangePassword(RequestSchema):
    old_password = fields.String(required=True, validate=validate.Length(max=300))
    new_password = fields.String(required=True, validate=validate.Length(max=300))
    end_other_sessions = fields.Boolean(load_default=True)


# -> {}; faults PasswordRefused (broken: ["old_password"] for a wrong old one), AccountBlocked,
# SignOnElsewhere
CHANGE_PASSWORD = Method("accounts", "change_password", ChangePassword)
PASSWORD_RULES = Method("accounts", "password_rules", kinds=ANYONE)  # -> {rules: [Rule]}


class CheckPassword(RequestSchema):
    """`token` of a mailed link; without one the caller's own rules count."""

    password = fields.String(required=True, validate=validate.Length(max=300))
    token = fields.String(load_default=None, allow_none=True, validate=TOKEN)


# Judges, keeps nothing: what a page asks while somebody types -> {broken: [key of Rule]}; fault
# LinkEnded
CHECK_PASSWORD = Method("accounts", "check_password", CheckPassword, kinds=ANYONE)


class AskEmailChange(RequestSchema):
    email = fields.Email(required=True)


ASK_EMAIL_CHANGE = Method("accounts", "ask_email_change", AskEmailChange)  # -> {sent_to}
# -> {email}; faults LinkEnded, AlreadyInUse
CONFIRM_EMAIL_CHANGE = Method("accounts", "confirm_email_change", LinkToken, kinds=ANYONE)

# -> Me + {user_name, email, sign_on: password | sso, contact: Contact}
# Contact = {name, role, email, phone, opening_hours} of the institution's help
MY_ACCOUNT = Method("accounts", "my_account")


class ChangeMyAccount(RequestSchema):
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    timezone = fields.String(validate=SHORT)


CHANGE_MY_ACCOUNT = Method("accounts", "change_my_account", ChangeMyAccount)  # -> {me: Me}


class AskCode(RequestSchema):
    purpose = fields.String(required=True, validate=validate.OneOf(["sign_decision"]))


# Mails a 6-digit code (10 minutes, 5 tries) -> {sent_to: "j…@…", valid_until}
ASK_CODE = Method("accounts", "ask_code", AskCode)


class ConfirmCode(RequestSchema):
    code = fields.String(required=True, validate=validate.Length(min=6, max=12))


# Raises the session's assurance to `code` for 10 minutes -> {me: Me}; fault CodeRefused
CONFIRM_CODE = Method("accounts", "confirm_code", ConfirmCode)
