"""Words for what stands on the pages of people: states, relations, the log, and mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from libs.contracts import accounts
from libs.contracts.base import Fault

# Word, icon and tone of the badge.
STATES = {
    "invited": (_l("Not logged in yet"), "mail", "care"),
    "active": (_l("Active"), "circle-check", "go"),
    "blocked": (_l("Blocked"), "lock", "stop"),
    "left": (_l("Left"), "log-out", ""),
}
# Who it is to the learner, whom the staff person has, and the role that takes.
RELATIONS = {
    "supervises": (_l("Trainer"), _l("Trainer of"), "trainer"),
    "teaches": (_l("Teacher"), _l("Teacher of"), "teacher"),
    "coaches": (_l("Coach"), _l("Coach of"), "coach"),
}
LOG = {
    "person.create": _l("Account created"),
    "person.invite": _l("Invited by mail"),
    "person.change": _l("Name, address, roles or dates changed"),
    "person.read": _l("Page of this person opened"),
    "person.resend_access": _l("Log-in mail sent again"),
    "person.unblock": _l("Unblocked"),
    "account.change": _l("Language or time zone changed"),
    "account.read": _l("Own account opened"),
    "address.read": _l("Address used for a mail"),
    "email.ask_change": _l("New e-mail address asked for"),
    "email.change": _l("E-mail address changed"),
    "password.ask_link": _l("Link to set a password asked for"),
    "password.set": _l("Password set"),
    "secret.make": _l("Mail with a link or code made"),
    "session.start": _l("Logged in"),
    "sign_in.refuse": _l("Log-in refused"),
    "session.choose_membership": _l("Went on in another institution"),
    "session.end": _l("Session ended"),
    "code.ask": _l("Code sent by mail"),
    "code.confirm": _l("Code from the mail confirmed"),
    "code.confirm.failure": _l("Code from the mail not right"),
    "colleagues.search": _l("Fellow learners looked for"),
    "enrolment.put": _l("Enrolled, or enrolment changed"),
    "enrolment.end": _l("Enrolment taken back"),
    "relation.put": _l("Relation begun or changed"),
    "relation.end": _l("Relation ended"),
}
_FIELDS = {
    "given_name": _l("Fill in the given name."),
    "family_name": _l("Fill in the family name."),
    "user_name": _l("A user name has at least 3 characters and no spaces."),
    "email": _l("Fill in an e-mail address, such as name@example.org."),
    "roles": _l("Choose at least one role. Your own administrator role you cannot take away."),
    "starts_on": _l("Fill in a date."),
    "ends_on": _l("Fill in a date that is not before the first day."),
    "programme_key": _l("Choose a programme."),
    "part_time": _l("Fill in a percentage from 20 to 100."),
    "person_id": _l("Choose somebody with the right role."),
    "learner_id": _l("Choose a learner."),
}


def relation_words(kind: str, *, of_learner: bool) -> str:
    """What the other person is, seen from a learner or from a staff person."""
    towards_learner, towards_staff, _role = RELATIONS.get(kind, (kind, kind, ""))
    return str(towards_learner if of_learner else towards_staff)


def log_lines(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The log in words; the same thing several times on end is one line, with the latest time."""
    shown: list[dict[str, Any]] = []
    for line in lines:
        what, by = _log_words(str(line["what"])), line.get("by") or ""
        if shown and (shown[-1]["what"], shown[-1]["by"]) == (what, by):
            shown[-1]["times"] += 1
        else:
            shown.append({"at": line["at"], "what": what, "by": by, "times": 1})
    return shown


def _log_words(what: str) -> str:
    known = LOG.get(what) or LOG.get(what.removesuffix(".failure"))
    return str(known or _("Something else"))


def field_errors(fault: Fault) -> dict[str, str]:
    """What is wrong, by field of the page, in the reader's words; {} for other refusals."""
    if isinstance(fault, accounts.AlreadyInUse):
        field = str(fault.params.get("field") or "user_name")
        return {field: _in_use(field)}
    scheme = fault.params.get("scheme")
    if scheme:
        text = _("The user name of a learner starts with “%(scheme)s”.", scheme=scheme)
        return {"user_name": text}
    return {
        field: str(_FIELDS.get(field, _("This is not filled in right."))) for field in fault.errors
    }


def _in_use(field: str) -> str:
    if field == "email":
        return str(_("Somebody else has this e-mail address."))
    return str(_("Somebody else has this user name."))


def summary(errors: Mapping[str, str]) -> list[dict[str, str]]:
    """The same for the summary at the top of the page."""
    return [{"id": field, "text": text} for field, text in errors.items()]


def offered_roles(mine: Iterable[str]) -> Sequence[str]:
    """Roles an administrator may give: the national one only comes from its like."""
    national = "national_admin" in set(mine)
    return [role for role in accounts.ROLES if national or role != "national_admin"]
