"""Fault codes as sentences for people, in Dutch and English. Codes are never reused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from libs.contracts.base import Fault

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
    "portfolio.answers_incomplete": _l("Some answers are missing or not possible."),
    "portfolio.record_closed": _l("This form is closed and can no longer be changed."),
    "portfolio.not_now": _l("This step is not possible at this moment."),
    "portfolio.already_asked": _l("You already asked this person. You can send a reminder."),
    "portfolio.own_address": _l("You cannot assess yourself."),
    "portfolio.form_not_offered": _l("This form is not part of the programme."),
    "documents.file_not_ready": _l("The file is still being checked, or was refused."),
    "documents.file_refused": _l("This file was refused."),
    "documents.storage_unavailable": _l(
        "Files cannot be stored at the moment. Forms without files work as usual."
    ),
}


def sentence_of(fault: Fault) -> str:
    """What people read; the developer's sentence where a newer service knows a newer code."""
    return str(SENTENCES.get(fault.code, fault.detail))
