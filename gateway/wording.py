"""Fault codes as sentences for people, in Dutch and English. Codes are never reused."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from libs import formengine
from libs.contracts.base import UNSTORABLE, Fault
from libs.contracts.portfolio import NotNow

SENTENCES = {
    "chassis.invalid_request": _l("Some fields are missing or not filled in right."),
    "chassis.not_found": _l("There is nothing here, or it is not yours to see."),
    "chassis.forbidden": _l("Your role does not allow this."),
    "chassis.not_signed_in": _l("Please log in first."),
    "chassis.step_up_required": _l("Confirm with the code from your e-mail first."),
    "chassis.conflict": _l("This was changed in the meantime."),
    "chassis.revision_mismatch": _l(
        "You, or someone else, changed this on another device in the meantime."
    ),
    "chassis.request_in_progress": _l("This is being carried out at the moment."),
    "chassis.idempotency_key_reused": _l("This was already used for something else."),
    "chassis.too_many_requests": _l("That was too often. Please wait a moment."),
    "chassis.unavailable": _l(
        "This part of Tessera is not available at the moment. Please try again shortly."
    ),
    "chassis.database_unavailable": _l(
        "This part of Tessera is not available at the moment. Please try again shortly."
    ),
    "chassis.deadline_exceeded": _l("The answer took too long. Please try again."),
    "chassis.internal_error": _l("Something went wrong on our side. It has been recorded."),
    "gateway.idempotency_key_missing": _l(
        "This needs an Idempotency-Key header: a new UUID for each thing to be done."
    ),
    "gateway.precondition_missing": _l("Send the draft's ETag as If-Match."),
    "gateway.cross_site": _l("This page was open for too long. Please try again."),
    "accounts.sign_in_refused": _l("User name or password is not right."),
    "accounts.blocked": _l("This account is blocked after three failed log-ins."),
    "accounts.password_refused": _l("The password does not meet all requirements yet."),
    "accounts.link_ended": _l("This link no longer works. Ask for a new one."),
    "accounts.code_refused": _l("This code is not right, or no longer valid."),
    "accounts.file_unreadable": _l("The file could not be read. Use CSV or XLSX."),
    "accounts.import_has_errors": _l("Some rows have errors; nothing was imported."),
    "accounts.sign_on_elsewhere": _l(
        "This account logs in through its institution; there is no password here."
    ),
    "accounts.already_in_use": _l("This user name or e-mail address is already in use."),
    "forms.definition_refused": _l("The definition has problems that must be solved first."),
    "forms.draft_exists": _l("Somebody is already working on this."),
    "forms.draft_conflict": _l("Somebody else saved this in the meantime."),
    "forms.key_taken": _l("There is already one with this name."),
    "forms.frameworks_missing": _l(
        "This form names frameworks that are not published here: choose others for them."
    ),
    "forms.not_newest": _l("There is a newer version of this."),
    "forms.document_unfit": _l(
        "This is too large or too deep to be kept, or holds signs that are no text."
    ),
    "forms.choice_needed": _l(
        "Say first what becomes of what people have open: finish on the old version, or move."
    ),
    "portfolio.form_retired": _l("This form is no longer in use."),
    "portfolio.answers_incomplete": _l("Some answers are missing or not possible."),
    "portfolio.record_closed": _l("This form is closed and can no longer be changed."),
    "portfolio.not_now": _l("This step is not possible at this moment."),
    "portfolio.already_asked": _l("You already asked this person. You can send a reminder."),
    "portfolio.own_address": _l("You cannot assess yourself."),
    "portfolio.no_stakes": _l(
        "Nothing is decided in this programme: this form would take a decision."
    ),
    "portfolio.form_not_offered": _l("This form is not part of the programme."),
    "documents.file_not_ready": _l("The file is still being checked, or was refused."),
    "documents.file_refused": _l("This file was refused."),
    "documents.storage_unavailable": _l(
        "Files cannot be stored at the moment. Forms without files work as usual."
    ),
}

# Why a step is not possible now, where the one who is refused can do something about it.
NOT_NOW = {
    "evidence_too_thin": _l(
        "There is too little to decide on yet: this decision needs at least two assessments or"
        " other records, and what can still be undone does not count."
    ),
}

# Problems of frameworks, scales and programmes; those of forms are the engine's own.
PROBLEMS = {
    "definition.format": _l("The format must be %(format)s."),
    "definition.large": _l("The document is too large."),
    "definition.key": _l(
        "A key starts with a letter and holds small letters, digits, - and _, at most 64."
    ),
    "definition.wording": _l("Give the words in at least one language."),
    "definition.list": _l("At least %(least)s must be given here."),
    "definition.twice": _l("%(given)s is used twice."),
    "definition.choice": _l("Choose one of: %(options)s."),
    "definition.number": _l("A number above 0 is needed here."),
    "definition.whole": _l("A whole number is needed here."),
    "definition.phase": _l("There is no phase %(given)s in this programme."),
    "definition.stakes": _l("Stakes are either on, or off for the whole programme."),
    "definition.no_decisions": _l("This programme has no stakes, so it names no decisions."),
    "definition.later": _l("The first day of the cohort lies after its last."),
    "definition.unknown": _l("%(given)s is no longer part of this programme."),
    "definition.pick": _l("Of %(count)s requirements at most %(count)s can be chosen."),
    "definition.options": _l("A choice needs at least two possibilities."),
    "definition.in_two": _l("%(given)s belongs to two choices or routes; it can belong to one."),
    "definition.form_nowhere": _l(
        "The form %(given)s is kept in no dossier, so nobody could start it."
    ),
    "definition.closed_on_way": _l(
        "Who takes the way %(way)s is asked for %(requirement)s too, but could not begin it: its"
        " form stands only in a dossier of another way. Put the form into a dossier for everybody,"
        " or ask this on that other way only."
    ),
    "definition.undecided_on_way": _l(
        "Who takes the way %(way)s comes to the decision %(decision)s too, but it could not begin:"
        " its form stands only in a dossier of another way. Put the form into a dossier for"
        " everybody."
    ),
    "definition.date": _l("A date such as 2026-09-01 is needed here."),
    "definition.what": _l("Say what is counted: a form, or a kind of registration."),
    "definition.scale_version": _l(
        "Name the scale with its version: a level means something on one version of one scale only."
    ),
    "definition.level": _l("Say which level is the least, as a value of the scale."),
    "definition.more_than_counted": _l(
        "%(count)s of them cannot come from %(needed)s different people, roles, places or months."
    ),
    "definition.capped": _l("Say for what the most is meant: a week or a month."),
    "definition.hours": _l("Hours are counted of registrations; choose a kind of registration."),
    "definition.no_such_level": _l("The scale %(scale)s has no level %(given)s."),
    "definition.no_ratings": _l(
        "Ratings are given in forms, not in registrations; choose a form for this level."
    ),
    "definition.never_given": _l(
        "The requirement %(requirement)s could never be met: nobody but the learner is asked for a"
        " rating on %(scale)s in %(forms)s."
    ),
    "definition.item_never_given": _l(
        "The requirement %(requirement)s could never be met: %(item)s gives no rating on %(scale)s"
        " in %(forms)s."
    ),
    "definition.not_alike": _l(
        "The scales %(scale)s and %(given)s have other values: a level of one is none of the other."
    ),
    "definition.more_than_months": _l(
        "There are %(months)s months in the period, so it cannot be in %(needed)s different ones."
    ),
    "definition.more_than_at_most": _l(
        "With so few counted in each week or month, %(count)s never fit into the period."
    ),
    "definition.not_ordered": _l("The scale %(scale)s has no levels to compare with."),
    "definition.title_taken": _l("There is already one with the title %(given)s. Choose another."),
    "definition.form_retired": _l(
        "Nobody can begin this any more: %(given)s is retired. Name one that is still started,"
        " beside it or in its place."
    ),
    "definition.other_key": _l("The key must stay %(key)s: it is what the draft was begun as."),
    "definition.unknown_reference": _l("There is nothing published under the name %(given)s."),
    "definition.version_taken": _l(
        "Version %(given)s was published before with another content, here or by your network."
        " The first free number is %(free)s."
    ),
}


def in_readers_words(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem or change `{code, params, message}` with its sentence in the reader's language;
    the English one it came with where a newer service knows a newer code."""
    code, params = problem["code"], problem["params"]
    known = PROBLEMS.get(code)
    if known is not None:
        return problem | {"message": str(known) % params}
    told = formengine.sentence(code, params, str(get_locale() or "en"))
    return problem | {"message": problem["message"] if told == code else told}


def errors_of(fault: Fault) -> dict[str, Any]:
    """The errors of a fault by field; where they are problems, in the reader's language."""
    return {
        path: in_readers_words(one) if _is_problem(one) else one
        for path, one in fault.errors.items()
    }


def _is_problem(given: Any) -> bool:
    return isinstance(given, dict) and {"code", "params", "path"} <= given.keys()


def sentence_of(fault: Fault) -> str:
    """What people read; the developer's sentence where a newer service knows a newer code."""
    if [UNSTORABLE] in fault.errors.values():
        return str(_l("A text holds a character that cannot be stored. Type it anew."))
    if isinstance(fault, NotNow) and fault.params.get("code") in NOT_NOW:
        return str(NOT_NOW[fault.params["code"]])
    return str(SENTENCES.get(fault.code, fault.detail))
